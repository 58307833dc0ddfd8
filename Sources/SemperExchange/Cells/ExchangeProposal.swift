import SemperCryptography
public import SemperModel

/// Two sides' items brought together: the cell they make, who is originator, and the order in which the terms name them.
/// Both sides compute the same from the same descriptions, so that neither chooses its role.
///
/// It refuses what would end unfairly before anybody makes keys or secrets for it; `terms` then holds the finished terms
/// against `FairnessCheck` or, piece for piece, `PieceRules`, as the peer and the arbiter will.
public struct ExchangeProposal: Hashable, Sendable {
  public let cell: FigureCell
  public let plan: Plan
  /// The originator's items, then the responder's.
  public let items: [DescribedItem]
  private let originatorCount: Int

  /// Refuses with `outsideTerms` what the planner refuses, transfers, two items at one place, and a responder
  /// with money at more than one ledger entry: it may not abort, so when the second lock were refused nothing but the
  /// originator's goodwill would give the first one back.
  public init(
    proposer: [DescribedItem], invited: [DescribedItem], wish: PlanWish = PlanWish()
  ) throws(Refusal) {
    let named = try FigureCell(proposer.map(\.description), for: invited.map(\.description))
    plan = try Planner.plan(
      proposer: proposer.map(\.description.itemClass), invited: invited.map(\.description.itemClass), wish: wish)
    try Self.require(plan.level != .evidence, "this is no exchange but a transfer: send it as one")
    cell = plan.level == .incremental ? .informationExchangeByPieces : named
    let (first, second) = plan.proposerIsOriginator ? (proposer, invited) : (invited, proposer)
    try Self.require(
      max(first.count, second.count) <= ExchangeBody.mostItems
        && Set((first + second).map(\.path)).count == first.count + second.count,
      "each side gives 1 to \(ExchangeBody.mostItems) items, and no two items of the exchange have one path")
    try Self.require(
      second.filter(\.description.itemClass.standsAtLedger).count <= 1,
      "the side that opens second locks money once at the most: pay in one sum, or in two exchanges")
    items = first + second
    originatorCount = first.count
  }

  /// The same for what containers have for an exchange. Refuses with `outsideTerms` a plan that is less fair than a node
  /// of either container demands.
  public init(
    proposer: ContainerExchange, invited: ContainerExchange, wish: PlanWish = PlanWish()
  ) throws(Refusal) {
    try self.init(proposer: proposer.items, invited: invited.items, wish: wish)
    try proposer.check(plan)
    try invited.check(plan)
  }

  /// The role of the side that proposes.
  public var proposerRole: ExchangeRole { plan.proposerIsOriginator ? .originator : .responder }

  public func items(of role: ExchangeRole) -> [DescribedItem] {
    switch role {
    case .originator: Array(items.prefix(originatorCount))
    case .responder: Array(items.dropFirst(originatorCount))
    }
  }

  /// The terms of this exchange, which both parties then sign.
  ///
  /// - Parameters:
  ///   - originator: with its commitment to its secret, made for that role.
  ///   - keys: of all ledgers, registries and issuers that the items name.
  ///   - context: salted, so that the arbiter cannot link exchanges of one deal.
  ///
  /// Refuses with `outsideTerms` terms that `FairnessCheck` refuses (`PieceRules`, where pieces are given), a bond that does
  /// not pay the originator's key (its
  /// acceptance could not give it back), and a signer whose key is not given.
  public func terms(
    originator: PartyTerms, responder: PartyTerms, arbiter: ArbiterTerms, closes: Timestamp, window: Span,
    keys: [PublicKey], context: Digest
  ) throws(Refusal) -> ExchangeTerms {
    try Self.require(originator.key != responder.key, "the two parties of an exchange have different keys")
    for case .bond(_, let payee, _) in items.map(\.description) {
      try Self.require(payee == originator.key.thumbprint, "a bond pays the key of the side that opens first")
    }
    let known = Set(keys.map(\.thumbprint))
    for item in items {
      try Self.require(
        item.description.signers.allSatisfy(known.contains), "the key of who signs for \(item.path) is missing")
    }
    let body = ExchangeBody(
      originatorItems: items(of: .originator).map(\.commitment),
      responderItems: items(of: .responder).map(\.commitment), level: plan.level, mode: plan.mode, window: window,
      ledgers: keys, context: context)
    if plan.level == .incremental {
      try PieceRules.check(body)
    } else {
      try FairnessCheck.check(body, items: items, blame: .us)
    }
    return ExchangeTerms(
      header: ExchangeHeader(originator: originator, responder: responder, arbiter: arbiter, closes: closes),
      body: body)
  }

  private static func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
    guard condition else { throw Refusal(.outsideTerms, blame: .us, otherwise) }
  }
}

extension ItemDescription {
  /// Whose signatures besides the parties' make the locked item count.
  fileprivate var signers: [Thumbprint] {
    switch self {
    case .certificate(_, let issuer): [issuer]
    case .credential(_, let issuer, let registry): [issuer, registry]
    case .lock(_, _, let ledger), .bond(_, _, let ledger), .reversibleLock(_, _, let ledger, _): [ledger]
    case .statement, .mail, .checkedData, .data, .unsecured: []
    }
  }
}
