import SemperModel

/// What follows from terms before anything is played: fields, amounts, worths.
struct TermsView: Sendable {
  let terms: TermsOfBusiness
  let graph: TermsGraph
  let environment: FieldEnvironment
  var currency: Currency { terms.currency }

  init(_ terms: TermsOfBusiness) {
    self.terms = terms
    graph = TermsGraph(terms)
    var fields = [FieldPath: FormField]()
    for field in terms.offered { fields[FieldPath("offer", field.name)] = field.field }
    for form in terms.forms {
      for field in form.form.fields { fields[FieldPath(form.item, field.name)] = field.field }
    }
    environment = FieldEnvironment(currency: terms.currency, fields: fields)
  }

  /// The item as whose document a field is filled in: the offer's own fields stand in whatever item has that form.
  func item(of path: FieldPath) -> String? {
    if terms.form(of: path.item) != nil { return path.item }
    return path.item == "offer" ? terms.items.first { $0.form == .offer }?.name : nil
  }

  /// The amount of money that an item is.
  func amount(of item: String) -> Expression? {
    switch terms.form(of: item) {
    case .money(let amount): amount
    case .refund(let paid, nil): amount(ofPaid: paid)
    case .refund(_, let part?): part
    case .offer, .order, .contract, .receipt, .document, .data, .credential, .goods, .work, nil: nil
    }
  }

  private func amount(ofPaid item: String) -> Expression? {
    if case .money(let amount) = terms.form(of: item) { amount } else { nil }
  }

  /// The most that an item of money can be, in minor units.
  func most(of item: String) -> Int64 {
    amount(of: item)?.bounds(in: environment)?.most ?? terms.limits.highestPrice.minorUnits
  }

  /// The most that something is worth to the side that gets it; `nil` where the terms do not say.
  ///
  /// What is exchanged for money is worth that; else what its author says; else, where there is one performance and one amount, that.
  func worth(of item: String) -> Int64? {
    guard let declared = terms.items.first(where: { $0.name == item }), declared.form.isPerformance else { return 0 }
    if let worth = declared.item.worth { return worth.bounds(in: environment)?.most }
    let prices = terms.items.filter { if case .money = $0.form { true } else { false } }
    for entry in terms.states {
      guard case .exchange(let gifts, _, _) = entry.state.step, gifts.contains(where: { $0.items.contains(item) })
      else { continue }
      let paid = gifts.flatMap(\.items).filter { name in prices.contains { $0.name == name } }
      let performed = gifts.flatMap(\.items).filter { terms.form(of: $0)?.isPerformance ?? false }
      if paid.count == 1, performed.count == 1 { return most(of: paid[0]) }
    }
    let performances = terms.items.filter(\.form.isPerformance)
    guard let price = prices.first, prices.count == 1, performances.count == 1 else { return prices.isEmpty ? 0 : nil }
    return most(of: price.name)
  }
}
