import SemperCoding
import SemperCryptography
public import SemperModel
import SemperPayments

/// What the merchant says to the gateway about money, and how it judges the answers.
extension MerchantDesk {
  /// AuthReq: asks for the approval of a purchase; without `captureNow` the money is only held.
  public func authorise(
    _ received: PurchaseReceived, captureNow: Bool, using generator: inout some RandomNumberGenerator,
    at now: Timestamp
  ) throws -> (ApprovalAsked, [UInt8]) {
    let amount = received.open.order.amount
    let asked = ApprovalAsked(
      received: received, rrpid: RRPID(using: &generator), amount: amount, captureNow: captureNow)
    let content = AuthReqData(
      item: AuthReqItem(
        tags: AuthTags(tags: tags(asked.rrpid, now), transaction: received.open.transaction),
        digests: CheckDigests(
          order: received.instructions.digest, orderText: received.open.order.digest(received.instructions.salt)),
        payload: AuthReqPayload(isSplit: false, amount: CurrencyAmount(amount), category: category)),
      captureNow: captureNow)
    let message = try SealedWithBaggage(
      content, baggage: PI(received.payment), from: identity, carrying: [transport.certificate], to: gateway.transport)
    return (asked, wrap(.authReq(message), asked.rrpid, received.open.transaction, now))
  }

  /// Judges AuthRes.
  public func approval(_ answer: [UInt8], to asked: ApprovalAsked, at now: Timestamp) throws(SETRefusal) -> Approval {
    let wrapper = try MessageWrapper(answer)
    guard case .authRes(let message) = wrapper.message else { throw .unexpected(wrapper) }
    let data = try content(of: message.content, at: now)
    try wrapper.requireName(asked.rrpid, of: asked.received.open.transaction)
    return try MerchantChecks.approval(data, baggage: message.content.baggage, to: asked, merchant: merchant)
  }

  /// AuthRevReq: gives back what was held, or, with what releases a lock, what was locked.
  public func void(
    _ approval: Approval, title: LockTitle? = nil, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (MoneyAsked, [UInt8]) {
    let asked = MoneyAsked(
      approval: approval, rrpid: RRPID(using: &generator), amount: .zero(approval.amount.currency))
    let content = AuthRevReqData(
      tags: tags(asked.rrpid, now), transaction: transaction(asked), request: approval.asked.rrpid,
      amount: CurrencyAmount(asked.amount), extensions: title.flatMap(Self.extensions))
    let message = try SealedWithBaggage(
      content, baggage: TokenBaggage(token: approval.token), from: identity, carrying: [transport.certificate],
      to: gateway.transport)
    return (asked, wrap(.authRevReq(message), asked.rrpid, transaction(asked), now))
  }

  /// Judges AuthRevRes: what stays approved.
  public func voided(_ answer: [UInt8], to asked: MoneyAsked, at now: Timestamp) throws(SETRefusal) -> Money {
    let wrapper = try MessageWrapper(answer)
    guard case .authRevRes(let message) = wrapper.message else { throw .unexpected(wrapper) }
    let data = try content(of: message.content, at: now)
    try check(wrapper, asked, data.tags, data.transaction)
    try require(data.code == .approved, .state, "the gateway did not void the approval: \(data.code)")
    try require(data.amount.money == asked.amount, .amount, "the gateway voided another amount")
    return data.amount.money
  }

  /// Judges AuthRevRes for a lock: the ledger's word on how it ended, as it came.
  func voidedLock(_ answer: [UInt8], to asked: MoneyAsked, at now: Timestamp) throws(SETRefusal) -> [UInt8]? {
    _ = try voided(answer, to: asked, at: now)
    let wrapper = try MessageWrapper(answer)
    guard case .authRevRes(let message) = wrapper.message else { throw .unexpected(wrapper) }
    return try content(of: message.content, at: now).extensions?.value(.lockWord)
  }

  /// CapReq: takes what was approved, all of it or less.
  public func capture(
    _ approval: Approval, amount: Money, title: LockTitle? = nil, using generator: inout some RandomNumberGenerator,
    at now: Timestamp
  ) throws -> (MoneyAsked, [UInt8]) {
    let asked = MoneyAsked(approval: approval, rrpid: RRPID(using: &generator), amount: amount)
    let item = CapItem(
      transaction: transaction(asked), request: approval.asked.rrpid,
      payload: CapPayload(
        date: now, amount: CurrencyAmount(amount), extensions: title.flatMap(Self.extensions)))
    let message = try SealedWithBaggage(
      CapReqData(tags: tags(asked.rrpid, now), items: [item]), baggage: [approval.token].compactMap(\.self),
      from: identity, carrying: [transport.certificate], to: gateway.transport)
    return (asked, wrap(.capReq(Alternative(message)), asked.rrpid, transaction(asked), now))
  }

  /// Judges CapRes.
  public func captured(_ answer: [UInt8], to asked: MoneyAsked, at now: Timestamp) throws(SETRefusal) -> CapResPayload {
    let wrapper = try MessageWrapper(answer)
    guard case .capRes(let message) = wrapper.message else { throw .unexpected(wrapper) }
    let data = try content(of: message, at: now)
    guard let item = data.items.first, data.items.count == 1, item.request == asked.approval.asked.rrpid else {
      throw SETRefusal(.transaction, "the answer is about another capture")
    }
    try check(wrapper, asked, data.tags, item.transaction)
    try require(item.payload.code == .success, .state, "the gateway did not capture: \(item.payload.code)")
    try require(item.payload.amount.money == asked.amount, .amount, "the gateway captured another amount")
    return item.payload
  }

  static func extensions(_ title: LockTitle) -> MessageExtensions? {
    MessageExtensions([.lockClaim: title.canonicalBytes])
  }

  func tags(_ rrpid: RRPID, _ now: Timestamp) -> RRTags { RRTags(rrpid: rrpid, merchant: merchant, date: now) }

  func transaction(_ asked: MoneyAsked) -> TransIDs { asked.approval.asked.received.open.transaction }

  func check(
    _ wrapper: MessageWrapper, _ asked: MoneyAsked, _ tags: RRTags, _ transaction: TransIDs
  ) throws(SETRefusal) {
    guard tags.rrpid == asked.rrpid else { throw SETRefusal(.rrpid, "the answer belongs to another request") }
    try require(tags.merchant == merchant, .payee, "the answer is for another merchant")
    try require(transaction == self.transaction(asked), .transaction, "the answer is about another transaction")
    try wrapper.requireName(asked.rrpid, of: transaction)
  }

  func require(_ holds: Bool, _ check: SETCheck, _ detail: String) throws(SETRefusal) {
    guard holds else { throw SETRefusal(check, blame: .provider, detail) }
  }

  func content<Content: SETSealedContent, Baggage: DERValue>(
    of message: SealedWithBaggage<Content, Baggage>, at now: Timestamp
  ) throws(SETRefusal) -> Content {
    let opened = try message.open(with: transport)
    return try message.content(opened, by: try trust.signer(of: opened.data, .gateway, at: now))
  }

  func content<Content: SETSealedContent>(of message: Sealed<Content>, at now: Timestamp) throws(SETRefusal) -> Content
  {
    let opened = try message.open(with: transport)
    return try opened.content(by: try trust.signer(of: opened.data, .gateway, at: now))
  }
}
