import SemperModel

/// T11: no personal data without purpose, before its time or for ever; who browses anonymously stays anonymous.
struct PrivacyCheck {
  /// The longest that a law asks a trader to keep anything.
  static let longest = Span(seconds: 3_653 * 86_400)

  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings(_ exploration: TermsExploration) -> [Finding] {
    declarations() + undeclared() + early() + traces(exploration)
  }

  private func declarations() -> [Finding] {
    terms.personal.enumerated().flatMap { number, datum -> [Finding] in
      let place = ["personal", "\(number)"]
      var findings = [Finding]()
      if view.environment[datum.field] == nil {
        findings.append(
          Finding(
            .privacy, .error, at: place + ["field"], "“\(datum.field)” is no field of these terms.",
            fix: "Write document.field of a form, such as field: order.delivery."))
      }
      if datum.keep > Self.longest {
        findings.append(
          Finding(
            .privacy, .error, at: place + ["keep"],
            "“\(datum.field)” would be kept for \(datum.keep), for ever in practice.",
            fix: "Write for how long its purpose needs it, such as keep: P180D."))
      }
      if terms.personal[..<number].contains(where: { $0.field == datum.field && $0.purpose == datum.purpose }) {
        findings.append(
          Finding(
            .privacy, .warning, at: place, "“\(datum.field)” is declared twice for one purpose.", fix: "Take one out."))
      }
      return findings
    }
  }

  /// What a person's profile fills in, and every address, says something about a person.
  private func undeclared() -> [Finding] {
    terms.forms.flatMap { form in
      form.form.fields.compactMap { field in
        let path = FieldPath(form.item, field.name)
        guard field.field.fill != nil || field.field.type == .address else { return nil }
        guard !terms.personal.contains(where: { $0.field == path }) else { return nil }
        return Finding(
          .privacy, .error, at: ["forms", form.item, "fields", field.name],
          "“\(path)” says something about a person, and nothing says what for and for how long it is kept.",
          fix: "Declare it: personal: [{ field: \(path), purpose: delivery, keep: P180D }].")
      }
    }
  }

  /// Items by which the buyer says something about itself.
  private var telling: [String] {
    terms.items.map(\.name).filter { item in terms.personal.contains { $0.field.item == item } }
  }

  private func early() -> [Finding] {
    terms.states.flatMap { entry in
      entry.state.items(from: .buyer).compactMap { item in
        guard telling.contains(item), entry.state.phase == .offer else { return nil }
        return Finding(
          .privacy, .error, at: ["states", entry.name],
          "the buyer has to say who it is with “\(item)” before it has decided anything.",
          fix: "Ask for it in the order or later (phase: order).")
      }
    }
  }

  private func traces(_ exploration: TermsExploration) -> [Finding] {
    terms.states.compactMap { entry in
      guard entry.state.anonymous else { return nil }
      let known = telling.first { item in
        exploration.plays(in: entry.name).contains { exploration.rules.given(item, by: .buyer, in: $0.play) > 0 }
      }
      guard let known else { return nil }
      return Finding(
        .privacy, .error, at: ["states", entry.name, "anonymous"],
        "this is called anonymous, but the seller may know the buyer from “\(known)” by then.",
        fix: "Take anonymous out, or ask for “\(known)” later.")
    }
  }
}
