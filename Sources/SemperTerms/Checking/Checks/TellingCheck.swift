/// T1: what documents tell of goods that travel stands in fields of the right kind, and is told by who can know it.
struct TellingCheck {
  let terms: TermsOfBusiness

  func findings() -> [Finding] {
    terms.forms.flatMap { form in
      guard let tells = form.form.tells else { return [Finding]() }
      return fields(tells, of: form) + places(tells, of: form.item)
    } + doubled()
  }

  private func fields(_ tells: Telling, of form: TermsOfBusiness.Form) -> [Finding] {
    let place = ["forms", form.item, "tells"]
    if terms.form(of: form.item) != .document {
      return [
        error(
          place, "“\(form.item)” is no document that tells of goods.",
          "Write items: { \(form.item): document }, or take tells out.")
      ]
    }
    return tells.fields.compactMap { name, type in
      guard let field = form.form.fields.first(where: { $0.name == name })?.field else {
        return error(
          place, "“\(form.item)” has no field “\(name)”.",
          "Write names of its fields (\(form.form.fields.map(\.name).joined(separator: ", "))), or add “\(name)” to them."
        )
      }
      guard field.type != type else { return nil }
      return error(
        place, "“\(name)” is \(field.type.words), where \(type.words) is needed.",
        "Write the name of a field that is \(type.words), such as { type: \(type.rawValue) }."
      )
    }
  }

  /// A dispatch note is given with goods by who sends them, and a receipt by a side to which goods are given.
  private func places(_ tells: Telling, of item: String) -> [Finding] {
    terms.states.flatMap { entry in
      DealSide.allCases.filter { entry.state.items(from: $0).contains(item) }.compactMap { side -> Finding? in
        switch tells {
        case .dispatch where !givesGoods(entry.state, side):
          error(
            ["states", entry.name], "“\(item)” tells of goods that are sent, and none are given here.",
            "Give goods in the same step (transfer: parcel+\(item)), or take tells out.")
        case .handover where !terms.states.contains(where: { givesGoods($0.state, side.peer) }):
          error(
            ["states", entry.name], "the \(side.rawValue) tells here of goods that have come, and never gets any.",
            "Let the other side sign for them, or take tells out.")
        case .dispatch, .handover: nil
        }
      }
    }
  }

  /// One note for each step, so that everybody knows of which parcel it tells.
  private func doubled() -> [Finding] {
    terms.states.flatMap { entry in
      DealSide.allCases.compactMap { side in
        guard entry.state.items(from: side).filter({ terms.telling(of: $0)?.isDispatch ?? false }).count > 1 else {
          return nil
        }
        return error(
          ["states", entry.name], "two notes tell here of what is sent; nobody knows which goods are in which parcel.",
          "Send each parcel in a step of its own.")
      }
    }
  }

  private func givesGoods(_ state: TermsState, _ side: DealSide) -> Bool {
    state.items(from: side).contains { terms.form(of: $0) == .goods }
  }

  private func error(_ place: [String], _ message: String, _ fix: String) -> Finding {
    Finding(.form, .error, at: place, message, fix: fix)
  }
}
