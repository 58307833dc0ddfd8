import SemperCoding
public import SemperExchange
public import SemperModel
public import SemperPayments

// The fair exchanges that a service runs, as far as the terms alone decide them.
extension TermsOfBusiness {
  package typealias FairExchange = (step: String, gifts: [TermsState.Gift], window: Span, within: Span)

  package var fairExchanges: [FairExchange] {
    states.compactMap { entry in
      guard case .exchange(let gifts, .strong, let window?) = entry.state.step else { return nil }
      return (entry.name, gifts, window, entry.state.within)
    }
  }

  /// The first one, which is the only one of a purchase.
  package var fairExchange: FairExchange? { fairExchanges.first }

  /// The shortest complaint window: how long the buyer's wallet may be away at most once its money is locked. `nil`
  /// when the terms have no fair exchange.
  public var window: Span? { fairExchanges.map(\.window).min { $0.seconds < $1.seconds } }

  /// When the last exchange of a deal that is opened now closes at the latest; `nil` when the terms have none.
  public func latestClose(opened: Timestamp) -> Timestamp? {
    fairExchanges.map { Self.close(of: $0, from: opened.advanced(by: limits.longest)) }.max()
  }

  private static func close(of exchange: FairExchange, from begun: Timestamp) -> Timestamp {
    begun.advanced(by: exchange.within).advanced(by: exchange.window).advanced(by: exchange.window)
  }

  /// Refuses (`outsideTerms`) terms in one of whose exchanges the arbiter would not help, and (`untrusted`) an arbiter that does
  /// not say what it demands. Terms without a fair exchange need none.
  public func check(against policy: ArbiterPolicy?, at now: Timestamp, blame: Blame) throws(Refusal) {
    for exchange in fairExchanges {
      guard let policy else {
        throw Refusal(.untrusted, blame: .provider, "the arbiter does not say what it demands and promises")
      }
      try policy.check(
        closes: Self.close(of: exchange, from: now), window: exchange.window, ledgers: 1, at: now, blame: blame)
    }
  }

  /// The plan with the buyer as proposer. Refuses (`outsideTerms`) terms without a fair exchange or with one that cannot
  /// be fair.
  package func plan() throws(Refusal) -> Plan {
    guard let gifts = fairExchange?.gifts else {
      throw Refusal(.outsideTerms, blame: .peer, "the terms have no fair exchange to fulfil the contract")
    }
    return try plan(of: gifts)
  }

  /// Likewise of one of several exchanges, by what both give in it.
  package func plan(of gifts: [TermsState.Gift]) throws(Refusal) -> Plan {
    try Planner.plan(proposer: classes(gifts, of: .buyer), invited: classes(gifts, of: .seller))
  }

  /// How fair the exchange is with a means of payment, as the planner computes it: money that cannot be locked leaves only
  /// evidence. Refuses (`outsideTerms`) terms without a fair exchange.
  public func level(paying properties: PaymentProperties) throws(Refusal) -> FairnessLevel {
    guard let gifts = fairExchange?.gifts else {
      throw Refusal(.outsideTerms, blame: .peer, "the terms have no fair exchange to fulfil the contract")
    }
    let isLocked = properties.lock != .none
    func given(by side: DealSide) throws(Refusal) -> [ItemClass] {
      try classes(gifts, of: side).map { $0 == .lock && !isLocked ? .unsecured : $0 }
    }
    return try Planner.plan(proposer: given(by: .buyer), invited: given(by: .seller)).level
  }

  /// How fair a purchase of data is with a means of payment, where no terms are at hand: money for the data and a receipt, as the planner
  /// computes it. Refuses as the planner does.
  public static func usualLevel(paying properties: PaymentProperties) throws(Refusal) -> FairnessLevel {
    try Planner.plan(
      proposer: [properties.lock == .none ? .unsecured : .lock], invited: [.data, .statement],
      wish: PlanWish(atLeast: .evidence)
    ).level
  }

  /// What the exchanges demand of the means of payment of a deal that is opened now: a lock, and for how long.
  public func paymentDemands(opened: Timestamp) -> PaymentDemands {
    guard let closes = latestClose(opened: opened) else { return PaymentDemands() }
    return PaymentDemands(needsLock: true, lockFor: Span(seconds: closes.seconds - opened.seconds))
  }

  package func role(of side: DealSide) throws(Refusal) -> ExchangeRole {
    try plan().proposerIsOriginator == (side == .buyer) ? .originator : .responder
  }

  func classes(_ gifts: [TermsState.Gift], of side: DealSide) throws(Refusal) -> [ItemClass] {
    var classes = [ItemClass]()
    for name in gifts.filter({ $0.from == side }).flatMap(\.items) {
      guard let itemClass = form(of: name)?.itemClass else {
        throw Refusal(.outsideTerms, blame: .peer, "“\(name)” cannot be given in a fair exchange")
      }
      classes.append(itemClass)
    }
    return classes
  }

  /// Each item once, and money once a side: a second lock that is refused would leave the first behind.
  func checkExchange(_ gifts: [TermsState.Gift]) throws(CodingError) {
    for side in DealSide.allCases {
      let names = gifts.filter { $0.from == side }.flatMap(\.items)
      guard Set(names.map { $0.lowercased() }).count == names.count,
        names.filter({ form(of: $0)?.isMoney ?? false }).count <= 1
      else {
        throw CodingError(.outOfRange, "a side gives each item once, and money at most once").inside("exchange")
      }
    }
  }
}

extension ItemForm {
  /// Its class in a fair exchange; `nil` for what is exchanged otherwise.
  var itemClass: ItemClass? {
    switch self {
    case .data: .data
    case .receipt, .document, .contract: .statement
    case .credential: .revocable
    case .money: .lock
    case .offer, .order, .refund, .goods, .work: nil
    }
  }
}
