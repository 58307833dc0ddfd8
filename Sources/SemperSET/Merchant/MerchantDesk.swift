public import SemperCryptography
public import SemperModel

/// The merchant's keys and what is done with them towards cardholders: it writes the messages and judges what comes. It never
/// holds a card number: the payment instructions pass through it sealed.
public struct MerchantDesk: Sendable {
  let trust: SETTrust
  package let identity: SigningIdentity
  let transport: TransportIdentity
  let gateway: GatewayCertificates
  /// What was offered as the gateway's certificate before: orders that were opened with one go on.
  let earlierGateways: [Thumb]
  public let merchant: MerchantID
  let software: SWIdent
  /// ISO 18245.
  let category: NumericText

  public init(
    trust: SETTrust, identity: SigningIdentity, transport: TransportIdentity, gateway: GatewayCertificates,
    earlierGateways: [Thumb] = [], merchant: MerchantID, category: NumericText, software: SWIdent
  ) {
    self.trust = trust
    self.identity = identity
    self.transport = transport
    self.gateway = gateway
    self.earlierGateways = earlierGateways
    self.merchant = merchant
    self.category = category
    self.software = software
  }

  /// Which order a beginning is about, for the caller to find it.
  public static func orderNumber(in message: [UInt8], at now: Timestamp) throws(SETRefusal) -> LocalID? {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .pInitReq(let begin) = wrapper.message else { throw .unexpected(wrapper) }
    return begin.merchantID
  }

  /// Answers PInitReq with PInitRes: names the transaction and offers the gateway.
  public func open(
    _ message: [UInt8], order: AgreedOrder, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (OpenOrder, [UInt8]) {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .pInitReq(let begin) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(
      begin.rrpid, ids: MessageIDs(cardholderID: begin.cardholderID, merchantID: begin.merchantID))
    try MerchantChecks.begin(begin, order: order, brand: trust.brand)
    let transaction = TransIDs(
      cardholderID: begin.cardholderID, merchantID: order.number, xid: XID(using: &generator), requested: now,
      language: order.language)
    let open = OpenOrder(order: order, transaction: transaction, challenge: Challenge(using: &generator))
    let content = PInitResData(
      transaction: transaction, rrpid: begin.rrpid, cardholderChallenge: begin.challenge,
      merchantChallenge: open.challenge, gateway: gateway.transport.thumb)
    let signed = try Signed(
      content, by: identity, carrying: [gateway.transport.leaf.der] + gateway.issuers)
    return (open, wrap(.pInitRes(signed), begin.rrpid, transaction, now))
  }

  /// Judges PReq.
  public func receive(_ message: [UInt8], for open: OpenOrder, at now: Timestamp) throws(SETRefusal) -> PurchaseReceived
  {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .pReq(let purchase) = wrapper.message else { throw .unexpected(wrapper) }
    let content = purchase.content
    try wrapper.requireName(content.order.content.rrpid, of: open.transaction)
    let offered = [gateway.transport.thumb] + earlierGateways
    return try MerchantChecks.purchase(content, for: open, offered: offered, trust: trust, at: now)
  }

  /// PRes: what has become of the purchase.
  public func result(
    _ received: PurchaseReceived, _ status: PurchaseRecord, at now: Timestamp
  ) throws(CryptographyError) -> [UInt8] {
    let instructions = received.instructions
    let data = status.answer(instructions.transaction, instructions.rrpid, instructions.challenge)
    return wrap(.pRes(try Signed(data, by: identity)), instructions.rrpid, instructions.transaction, now)
  }

  /// Answers InqReq, for the cardholder who made the purchase and nobody else.
  public func inquiry(
    _ message: [UInt8], about received: PurchaseReceived, _ status: PurchaseRecord, at now: Timestamp
  ) throws -> [UInt8] {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .inqReq(let inquiry) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    let cardholder = try trust.signer(of: inquiry.content.data, .cardholder, at: now)
    let content = try inquiry.content.content(by: cardholder)
    try wrapper.requireName(content.rrpid, of: received.open.transaction)
    guard cardholder.thumb == received.cardholder.thumb, content.transaction == received.open.transaction else {
      throw SETRefusal(.transaction, "the question is about another cardholder's purchase")
    }
    let data = status.answer(content.transaction, content.rrpid, content.challenge)
    return wrap(.inqRes(try Signed(data, by: identity)), content.rrpid, content.transaction, now)
  }

  /// The Error message that tells a refusal.
  public func error(
    _ refusal: SETRefusal, to message: [UInt8], using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> [UInt8] {
    try ErrorWriting.error(refusal, to: message, by: identity, software: software, using: &generator, at: now)
  }

  func wrap(_ message: SETMessage, _ rrpid: RRPID, _ transaction: TransIDs?, _ now: Timestamp) -> [UInt8] {
    let ids = transaction.map { MessageIDs(of: $0) }
    return MessageWrapper(MessageHeader(date: now, ids: ids, rrpid: rrpid, software: software), message).derBytes
  }
}
