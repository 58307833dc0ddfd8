import SemperModel

/// T12: the law of consumers, as a pack of rules with a version. The pack `eu-consumer-1` is Directive 2011/83/EU with its Article 11a, and
/// 2019/770, as far as terms alone can show that they are kept.
struct ConsumerCheck {
  static let withdrawal = Span(seconds: 14 * 86_400)
  static let delivery = Span(seconds: 30 * 86_400)

  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings(_ exploration: TermsExploration) -> [Finding] {
    guard let consumer = terms.consumer else {
      return [
        Finding(
          .consumer, .warning, at: [],
          "nothing says how these terms stand to the law of consumers; a buyer may be one.",
          fix: "Add consumer: { rules: eu-consumer-1, withdraw: … } or exempt: …; among traders exempt: betweenTraders."
        )
      ]
    }
    if consumer.withdrawal == .exempt(.betweenTraders) { return [] }
    var findings = price(exploration) + hearing() + slow()
    switch consumer.withdrawal {
    case .state(let name): findings += withdrawing(name, exploration)
    case .exempt(let exemption): findings += exempt(exemption)
    }
    return findings
  }

  private func error(_ place: [String], _ message: String, _ fix: String) -> Finding {
    Finding(.consumer, .error, at: place, message, fix: fix)
  }

  /// Article 6(1)(e), 8(2): the total price is shown before the buyer is bound.
  private func price(_ exploration: TermsExploration) -> [Finding] {
    terms.states.compactMap { entry in
      let orders = entry.state.items(from: .buyer).contains { terms.form(of: $0) == .order }
      guard orders, exploration.plays(in: entry.name).contains(where: { !hasOffer($0.play, exploration.rules) }) else {
        return nil
      }
      return error(
        ["states", entry.name],
        "the buyer orders here without having seen the total price in a signed offer (Article 6).",
        "Let the seller give the offer before: { phase: offer, transfer: offer, from: seller, … }.")
    }
  }

  private func hasOffer(_ play: Play, _ rules: TermsRules) -> Bool {
    terms.items.contains { $0.form == .offer && rules.given($0.name, by: .seller, in: play) > 0 }
  }

  /// Article 6(1)(g), (t): how complaints are handled.
  private func hearing() -> [Finding] {
    let performs = terms.items.contains { [.goods, .work].contains($0.form) }
    let isHeard = terms.states.contains { if case .dispute = $0.state.step { true } else { false } }
    guard performs, !isHeard else { return [] }
    return [
      error(
        ["states"], "a buyer that gets nothing, or the wrong thing, is heard by nobody (Article 6(1)(g)).",
        "Add a state { phase: service, dispute: arbiter, claims: [notDelivered], within: P30D, … }, and lead to it.")
    ]
  }

  /// Article 18: goods are delivered within 30 days.
  private func slow() -> [Finding] {
    terms.states.compactMap { entry in
      let gives = entry.state.items(from: .seller).contains { [.goods].contains(terms.form(of: $0)) }
      guard gives, entry.state.within > Self.delivery else { return nil }
      return Finding(
        .consumer, .warning, at: ["states", entry.name, "within"],
        "goods may take \(entry.state.within), where the law has 30 days unless something else is agreed (Article 18).",
        fix: "Write within: P30D or less, or have the date in the contract.")
    }
  }

  /// Article 9 to 11a, 13: fourteen days, two steps, an acknowledgement that lasts, and the money within fourteen days.
  private func withdrawing(_ name: String, _ exploration: TermsExploration) -> [Finding] {
    guard let state = terms.state(name) else {
      return [
        error(
          ["consumer", "withdraw"], "“\(name)” is no state in which a buyer could withdraw.",
          "Write the name of a state, such as withdraw: withdrawing.")
      ]
    }
    var findings = [Finding]()
    let ways = terms.states.filter { entry in
      guard case .choose(.buyer, let options) = entry.state.step else { return false }
      return options.contains { $0.target == name && $0.condition == nil }
    }
    if ways.isEmpty {
      findings.append(
        error(
          ["consumer", "withdraw"], "the buyer cannot come to “\(name)” by its own choice (Article 9).",
          "Give the buyer an option that leads there: { choose: buyer, options: { withdraw: \(name), … }, within: P14D, … }."
        ))
    } else if !ways.contains(where: { $0.state.within >= Self.withdrawal }) {
      findings.append(
        error(
          ["states", ways[0].name, "within"],
          "the buyer can withdraw for \(ways[0].state.within) only; it has 14 days (Article 9).",
          "Write within: P14D or more."))
    }
    let isAcknowledged =
      switch state.step {
      case .transfer(_, .buyer): state.receipt
      case .exchange: true
      case .transfer, .choose, .branch, .dispute, .pause: false
      }
    if !isAcknowledged {
      findings.append(
        error(
          ["states", name],
          "the buyer withdraws here without confirming it and without an acknowledgement that lasts (Article 11a).",
          "Let the buyer give a document there (transfer: withdrawal, from: buyer, receipt: true), or exchange it for the refund."
        ))
    }
    return findings + (isPaid(at: name, exploration) ? refund(after: name) : [])
  }

  private func isPaid(at name: String, _ exploration: TermsExploration) -> Bool {
    exploration.plays(in: name).contains { exploration.rules.paid(by: .buyer, in: $0.play) > 0 }
  }

  private func refund(after name: String) -> [Finding] {
    var states = [name]
    var next = 0
    while next < states.count {
      for edge in view.graph.edges(from: states[next]) where !states.contains(edge.target) {
        states.append(edge.target)
      }
      next += 1
    }
    let refunding = terms.states.filter { entry in
      states.contains(entry.name)
        && entry.state.items(from: .seller).contains { if case .refund = terms.form(of: $0) { true } else { false } }
    }
    guard let first = refunding.first else {
      return [
        error(
          ["states", name], "who withdraws gets no money back (Article 13).",
          "Lead to a state in which the seller gives an item such as back: refund(price) (transfer: back, from: seller, within: P14D)."
        )
      ]
    }
    guard first.state.within > Self.withdrawal else { return [] }
    return [
      error(
        ["states", first.name, "within"],
        "the money may take \(first.state.within); the seller has 14 days (Article 13).", "Write within: P14D or less.")
    ]
  }

  private func exempt(_ exemption: ConsumerRules.Exemption) -> [Finding] {
    let fits: Bool =
      switch exemption {
      case .digitalContent: terms.items.allSatisfy { ![.goods, .work].contains($0.form) }
      case .performedService: terms.items.contains { $0.form == .work }
      case .madeToMeasure, .perishable, .sealedGoods: terms.items.contains { $0.form == .goods }
      case .dated, .betweenTraders: true
      }
    guard !fits else { return [] }
    return [
      error(
        ["consumer", "exempt"],
        "these terms sell something else than what “\(exemption.rawValue)” exempts (Article 16).",
        "Write the exemption that fits, such as exempt: digitalContent, or withdraw: and the state in which the buyer withdraws."
      )
    ]
  }
}
