import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSET

/// What a merchant may ask about the money of an approval, and what a gateway may answer: honest but for what a test changes.
extension Dishonest {
  struct MoneyRequest {
    var tags: RRTags
    var transaction: TransIDs
    /// The approval that is meant.
    var request: RRPID
    var amount: Money
    var tokens: [CapToken]
    /// How often the item stands there.
    var items = 1
    var title: LockTitle?
    var identity: SigningIdentity
    /// The certificate for the answer.
    var answers: [UInt8]
    var date: Timestamp
  }

  func request(_ approval: Approval, _ change: (inout MoneyRequest) throws -> Void = { _ in }) throws -> MoneyRequest {
    var generator = SystemRandomNumberGenerator()
    var request = MoneyRequest(
      tags: market.merchant.tags(RRPID(using: &generator), Market.now),
      transaction: approval.asked.received.open.transaction, request: approval.asked.rrpid, amount: approval.amount,
      tokens: [approval.token].compactMap(\.self), identity: market.merchant.identity,
      answers: market.merchant.transport.certificate, date: Market.now)
    try change(&request)
    return request
  }

  func void(_ request: MoneyRequest) throws -> [UInt8] {
    let content = AuthRevReqData(
      tags: request.tags, transaction: request.transaction, request: request.request,
      amount: CurrencyAmount(request.amount), extensions: request.title.flatMap(MerchantDesk.extensions))
    return wrap(
      .authRevReq(try sealed(content, TokenBaggage(token: request.tokens.first), request)), request, request.transaction
    )
  }

  func capture(_ request: MoneyRequest) throws -> [UInt8] {
    let item = CapItem(
      transaction: request.transaction, request: request.request,
      payload: CapPayload(
        date: request.date, amount: CurrencyAmount(request.amount),
        extensions: request.title.flatMap(MerchantDesk.extensions)))
    let content = CapReqData(tags: request.tags, items: Array(repeating: item, count: request.items))
    return wrap(
      .capReq(Alternative(try sealed(content, request.tokens, request))), request,
      request.items > 0 ? request.transaction : nil)
  }

  func reversal<Kind: ReversalKind>(_: Kind.Type, _ request: MoneyRequest) throws -> [UInt8] {
    let item = ReversalItem(
      transaction: request.transaction, request: request.request, date: request.date,
      amount: CurrencyAmount(request.amount))
    let content = ReversalReqData<Kind>(
      tags: request.tags, items: Array(repeating: item, count: request.items))
    return wrap(
      Kind.request(Alternative(try sealed(content, request.tokens, request))), request,
      request.items > 0 ? request.transaction : nil)
  }

  private func sealed<Content: SETSealedContent, Baggage>(
    _ content: Content, _ baggage: Baggage, _ request: MoneyRequest
  ) throws -> SealedWithBaggage<Content, Baggage> {
    try SealedWithBaggage(
      content, baggage: baggage, from: request.identity, carrying: [request.answers],
      to: market.merchant.gateway.transport)
  }

  private func wrap(_ message: SETMessage, _ request: MoneyRequest, _ transaction: TransIDs?) -> [UInt8] {
    MessageWrapper(
      MessageHeader(
        date: request.date, ids: transaction.map { MessageIDs(of: $0) }, rrpid: request.tags.rrpid,
        software: market.merchant.software), message
    ).derBytes
  }

  /// A token such as the gateway makes, which says what a test wants.
  func token(
    _ approval: Approval, request: RRPID? = nil, xid: XID? = nil, merchant: MerchantID? = nil
  ) throws -> CapToken {
    let content = CapTokenData(
      request: request ?? approval.asked.rrpid, amount: CurrencyAmount(approval.amount),
      xid: xid ?? approval.asked.received.open.xid, merchant: merchant ?? market.merchant.merchant)
    return try Sealed(
      content, from: market.gateway.configuration.identity, to: market.merchant.gateway.transport)
  }

  // MARK: The gateway's answers

  /// The merchant's certificate, for sealing to it.
  var recipient: SETCertificate {
    get throws {
      try market.merchant.trust.certificate(
        market.merchant.transport.certificate, among: market.merchant.transport.issuers, .merchant, .transport,
        at: Market.now)
    }
  }

  /// AuthRevRes.
  func voided(
    _ asked: MoneyAsked, tags: RRTags, transaction: TransIDs, code: ReversalCode, amount: Money
  ) throws -> [UInt8] {
    let data = AuthRevResData(code: code, tags: tags, transaction: transaction, amount: CurrencyAmount(amount))
    let message = try SealedWithBaggage(
      data, baggage: TokenBaggage(), from: market.gateway.configuration.identity, to: recipient)
    return wrap(.authRevRes(Alternative(message)), asked.rrpid, market.merchant.transaction(asked))
  }

  /// CapRevRes, CredRes or CredRevRes.
  func reversed<Kind: ReversalKind>(
    _: Kind.Type, _ asked: MoneyAsked, tags: RRTags, items: [ReversalResItem]
  ) throws -> [UInt8] {
    let message = try Sealed(
      ReversalResData<Kind>(tags: tags, items: items), from: market.gateway.configuration.identity, to: recipient)
    return wrap(Kind.answer(message), asked.rrpid, market.merchant.transaction(asked))
  }
}
