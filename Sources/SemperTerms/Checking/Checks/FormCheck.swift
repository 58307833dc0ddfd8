import SemperCoding

/// T1: names lead somewhere, kinds fit, every state can be reached, every item is used, and fields are there when they are looked at.
struct FormCheck {
  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  /// Those without which nothing else can be judged.
  func references() -> [Finding] {
    var findings = [Finding]()
    if !(1...TermsOfBusiness.mostStates).contains(terms.states.count) {
      findings.append(
        error(
          ["states"], "these terms have \(terms.states.count) states; nobody can oversee that.",
          "Write 1 to \(TermsOfBusiness.mostStates) states."))
    }
    if terms.state(terms.start) == nil {
      findings.append(
        error(
          ["start"], "a deal would start at “\(terms.start)”, which is no state.",
          "Write start: and the name of a state, such as \(terms.states.first?.name ?? "offering")."))
    }
    for entry in terms.states { findings += references(of: entry) }
    for named in terms.exceptions where !terms.leads(named.exception.then) {
      findings.append(lost(["exceptions", named.name, "then"], named.exception.then))
    }
    for form in terms.forms where terms.form(of: form.item)?.isDocument != true {
      findings.append(
        error(
          ["forms", form.item], "there is no document “\(form.item)” that could have this form.",
          "Declare it: items: { \(form.item): document }, or semper-offer, semper-order or semper-contract."))
    }
    for item in terms.items where item.form == .document && !terms.forms.contains(where: { $0.item == item.name }) {
      findings.append(
        error(
          ["items", item.name], "nobody knows what is to stand in “\(item.name)”.",
          "Give it a form: forms: { \(item.name): { fields: { … } } }."))
    }
    return findings + TellingCheck(terms: terms).findings() + expressions()
  }

  private func references(of entry: TermsOfBusiness.State) -> [Finding] {
    var findings = [Finding]()
    let place = ["states", entry.name]
    if !TermsName.isName(entry.name) {
      findings.append(
        error(
          place, "“\(entry.name)” is no name.",
          "Write a letter, then letters, digits and hyphens, at most 40, such as my-shop."))
    }
    for edge in entry.state.edges(from: entry.name) where !terms.leads(edge.target) {
      findings.append(lost(place + edge.place, edge.target))
    }
    for item in entry.state.items where terms.form(of: item) == nil {
      findings.append(
        error(
          place, "“\(item)” is to be given here, and nobody knows what it is.",
          "Declare it: items: { \(item): document }, or another form of an item."))
    }
    if case .exchange(let gifts, .strong, let window) = entry.state.step {
      if window == nil {
        findings.append(
          error(place, "a fair exchange has no time in which somebody can complain.", "Add window: P7D."))
      }
      do { try terms.checkExchange(gifts) } catch {
        findings.append(
          self.error(
            place + ["exchange"], "\(error.message).",
            "Write two exchanges, one after the other, in states of their own."))
      }
      for item in gifts.flatMap(\.items) where terms.form(of: item).map({ $0.itemClass == nil }) ?? false {
        findings.append(
          error(
            place + ["exchange"], "“\(item)” cannot be given in a fair exchange: nobody could hold or replace it.",
            "Give data, a document, a receipt or money here, or write fair: none."))
      }
    }
    return findings
  }

  private func lost(_ place: [String], _ target: String) -> Finding {
    error(
      place, "this leads to “\(target)”, which is no state: a deal would be lost there.",
      "Write the name of a state, or an end such as end.nothing.")
  }

  private func error(_ place: [String], _ message: String, _ fix: String) -> Finding {
    Finding(.form, .error, at: place, message, fix: fix)
  }

  // MARK: Expressions

  private func expressions() -> [Finding] {
    var findings = [Finding]()
    func check(_ expression: Expression, is wanted: ValueType, _ place: [String]) {
      do {
        let kind = try expression.type(in: view.environment)
        if kind != wanted {
          findings.append(
            error(
              place, "“\(expression)” is \(kind.words), where \(wanted.words) is needed.",
              "Write \(wanted.words), such as \(wanted.example).")
          )
        } else if wanted == .money, expression.bounds(in: view.environment) == nil {
          findings.append(
            error(
              place, "“\(expression)” could become too large to be counted.",
              "Give its fields a smaller most, such as most: 500.00 EUR."))
        }
      } catch {
        findings.append(
          self.error(
            place, "\(error.message).",
            "Write \(wanted.words) over fields that the forms have, such as \(wanted.example)."))
      }
    }
    for item in terms.items {
      let place = ["items", item.name]
      if let worth = item.item.worth { check(worth, is: .money, place + ["worth"]) }
      switch item.form {
      case .money(let amount): check(amount, is: .money, place)
      case .refund(let paid, let part):
        if let part { check(part, is: .money, place) }
        if case .money = terms.form(of: paid) { break }
        findings.append(
          error(
            place, "“\(paid)” is no money that could come back.",
            "Write the name of an item that is money, such as refund(price)."))
      case .data(let path):
        check(.field(path), is: .content, place)
      case .offer, .order, .contract, .receipt, .document, .credential, .goods, .work: break
      }
    }
    for form in terms.forms {
      for (number, rule) in form.form.rules.enumerated() {
        check(rule, is: .flag, ["forms", form.item, "rules", "\(number)"])
      }
    }
    for entry in terms.states {
      for (condition, place) in entry.state.conditions {
        check(condition, is: .flag, ["states", entry.name] + place)
      }
    }
    return findings
  }

  // MARK: Use

  func use(_ exploration: TermsExploration) -> [Finding] {
    var findings = [Finding]()
    for entry in terms.states where exploration.isWhole && !exploration.reached.contains(entry.name) {
      findings.append(
        error(
          ["states", entry.name], "no deal ever comes to “\(entry.name)”.", "Lead to it from somewhere, or take it out."
        ))
    }
    for item in terms.items where !exploration.plays.contains(where: { exploration.rules.isGiven(item.name, in: $0) }) {
      findings.append(
        Finding(
          .form, .warning, at: ["items", item.name], "“\(item.name)” is never given.",
          fix: "Give it in a state, or take it out."))
    }
    return findings + absent(exploration)
  }

  /// Fields of documents that may not have been given when they are looked at.
  private func absent(_ exploration: TermsExploration) -> [Finding] {
    var findings = [Finding]()
    for entry in terms.states {
      let looked =
        entry.state.conditions.flatMap(\.expression.fields)
        + entry.state.items.flatMap { fields(of: $0) + rules(of: $0) }
      for path in unique(looked) {
        guard let item = view.item(of: path), !entry.state.items.contains(item) else { continue }
        let isMissing = exploration.plays(in: entry.name).contains { !exploration.rules.isGiven(item, in: $0.play) }
        if isMissing {
          findings.append(
            error(
              ["states", entry.name], "“\(path)” is looked at here, and a deal can come here without “\(item)”.",
              "Give “\(item)” on every way to this state."))
        }
      }
    }
    return findings
  }

  /// What the rules of its form look at.
  private func rules(of item: String) -> [FieldPath] {
    terms.forms.first { $0.item == item }?.form.rules.flatMap(\.fields) ?? []
  }

  private func fields(of item: String) -> [FieldPath] {
    switch terms.form(of: item) {
    case .data(let path): [path]
    case .money(let amount): amount.fields
    case .refund: view.amount(of: item)?.fields ?? []
    case .offer, .order, .contract, .receipt, .document, .credential, .goods, .work, nil: []
    }
  }

  private func unique(_ paths: [FieldPath]) -> [FieldPath] {
    paths.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension TermsState {
  /// What has to hold for its options and cases, with their places in it.
  var conditions: [(expression: Expression, place: [String])] {
    switch step {
    case .choose(_, let options):
      options.compactMap { option in option.condition.map { ($0, ["options", option.name, "if"]) } }
    case .branch(let cases): cases.enumerated().map { ($1.condition, ["branch", "\($0)", "if"]) }
    case .transfer, .exchange, .dispute, .pause: []
    }
  }

  /// The member that says where failure leads.
  var otherwiseMember: String {
    switch step {
    case .transfer, .branch, .dispute: "else"
    case .exchange: "failed"
    case .choose: "timeout"
    case .pause: "then"
    }
  }
}

extension TermsEdge {
  /// Its place within its state.
  var place: [String] {
    switch cause {
    case .done: ["then"]
    case .otherwise: []
    case .option(let name): ["options", name]
    case .holds(let number): ["branch", "\(number)", "then"]
    case .exhausted: ["repeat", "then"]
    case .exception: []
    }
  }
}
