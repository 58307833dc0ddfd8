import SemperCoding
import SemperCryptography
public import SemperModel

/// The cardholder's keys and what is done with them: it writes the messages and judges the answers. When to do which says
/// `CardholderMachine`.
public struct CardholderDesk: Sendable {
  let trust: SETTrust
  let identity: SigningIdentity
  package let card: Card
  package let software: SWIdent

  public init(trust: SETTrust, identity: SigningIdentity, card: Card, software: SWIdent) {
    self.trust = trust
    self.identity = identity
    self.card = card
    self.software = software
  }

  /// PInitReq.
  public func begin(
    _ order: AgreedOrder, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (PurchaseBegun, [UInt8]) {
    let begun = PurchaseBegun(
      order: order, rrpid: RRPID(using: &generator), challenge: Challenge(using: &generator),
      localID: try LocalID(bytes: Array(Salt(using: &generator).bytes.prefix(8))))
    let message = PInitReq(
      rrpid: begun.rrpid, language: order.language, cardholderID: begun.localID, merchantID: order.number,
      challenge: begun.challenge, brand: trust.brand, bin: try BIN(""),
      extensions: order.lock.flatMap { MessageExtensions([.lockTerms: $0.canonicalBytes]) })
    let ids = MessageIDs(cardholderID: begun.localID, merchantID: order.number)
    return (begun, wrap(.pInitReq(message), begun.rrpid, ids, now))
  }

  /// Judges PInitRes.
  public func offer(_ answer: [UInt8], to begun: PurchaseBegun, at now: Timestamp) throws(SETRefusal) -> PurchaseOffered
  {
    let wrapper = try MessageWrapper(answer)
    guard case .pInitRes(let message) = wrapper.message else { throw unexpected(wrapper) }
    let offered = try CardholderChecks.offer(message, to: begun, trust: trust, at: now)
    try wrapper.requireName(begun.rrpid, of: offered.transaction)
    return offered
  }

  /// PReq: signed once for merchant and gateway, after the person has agreed to amount and payee.
  public func purchase(
    _ offered: PurchaseOffered, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (PurchaseSent, [UInt8]) {
    let order = offered.order
    let sent = PurchaseSent(
      order: order, transaction: offered.transaction, rrpid: RRPID(using: &generator),
      challenge: Challenge(using: &generator))
    let salt = Salt(using: &generator)
    let extensions = order.extensions(offered.gateway.thumb)
    let instructions = OIData(
      transaction: offered.transaction, rrpid: sent.rrpid, challenge: sent.challenge, orderDigest: order.digest(salt),
      salt: salt, merchantChallenge: offered.merchantChallenge, brand: trust.brand, bin: try BIN(""),
      extensions: extensions)
    let payment = PIData(
      head: PIHead(
        transaction: offered.transaction,
        inputs: PIInputs(orderDigest: order.digest(salt), amount: CurrencyAmount(order.amount)), payee: order.payee,
        transStain: Card.stain(offered.transaction.xid, card.secret), software: software, extensions: extensions),
      card: PANData(number: card.number, expiry: card.expiry, secret: card.secret, nonce: Salt(using: &generator)))
    let message = PReqDualSigned(
      payment: try PIDualSigned(payment, order: instructions.digest, by: identity, to: offered.gateway),
      order: Linked(instructions, payment.digest))
    return (sent, wrap(.pReq(Alternative(message)), sent.rrpid, ids(sent), now))
  }

  /// Judges PRes.
  public func result(_ answer: [UInt8], to sent: PurchaseSent, at now: Timestamp) throws(SETRefusal) -> PurchaseResult {
    let wrapper = try MessageWrapper(answer)
    guard case .pRes(let message) = wrapper.message else { throw unexpected(wrapper) }
    try wrapper.requireName(sent.rrpid, of: sent.transaction)
    return try CardholderChecks.result(
      message, to: sent, rrpid: sent.rrpid, challenge: sent.challenge, trust: trust, at: now)
  }

  /// InqReq, at any time after the purchase was sent.
  public func inquire(
    _ sent: PurchaseSent, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (PurchaseInquiry, [UInt8]) {
    let inquiry = PurchaseInquiry(sent: sent, rrpid: RRPID(using: &generator), challenge: Challenge(using: &generator))
    let signed = try Signed(
      InqReqData(transaction: sent.transaction, rrpid: inquiry.rrpid, challenge: inquiry.challenge), by: identity)
    return (inquiry, wrap(.inqReq(Alternative(signed)), inquiry.rrpid, ids(sent), now))
  }

  /// Judges InqRes.
  public func result(_ answer: [UInt8], to inquiry: PurchaseInquiry, at now: Timestamp) throws(SETRefusal)
    -> PurchaseResult
  {
    let wrapper = try MessageWrapper(answer)
    guard case .inqRes(let message) = wrapper.message else { throw unexpected(wrapper) }
    try wrapper.requireName(inquiry.rrpid, of: inquiry.sent.transaction)
    return try CardholderChecks.result(
      message, to: inquiry.sent, rrpid: inquiry.rrpid, challenge: inquiry.challenge, trust: trust, at: now)
  }

  private func ids(_ sent: PurchaseSent) -> MessageIDs { MessageIDs(of: sent.transaction) }

  private func wrap(_ message: SETMessage, _ rrpid: RRPID, _ ids: MessageIDs, _ now: Timestamp) -> [UInt8] {
    MessageWrapper(MessageHeader(date: now, ids: ids, rrpid: rrpid, software: software), message).derBytes
  }

  private func unexpected(_ wrapper: MessageWrapper) -> SETRefusal { .unexpected(wrapper) }
}
