import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSET

/// Parties that hold good certificates and say what they should not. Each differs from an honest one in exactly one thing, so
/// that what refuses it is the check for that thing.
struct Dishonest {
  let market: TestMarket
  let order: AgreedOrder

  // MARK: A cardholder

  struct Halves {
    var instructions: OIData
    var payment: PIData
  }

  /// The two halves as an honest cardholder has them, before they are signed.
  func halves(_ purchase: Purchase) throws -> Halves {
    let payment = purchase.received.payment
    let (sealed, card) = try payment.sealed.open(with: market.gatewayTransport)
    return Halves(instructions: purchase.received.instructions, payment: PIData(head: sealed.link.content, card: card))
  }

  func head(
    _ head: PIHead, payee: MerchantID? = nil, stain: ByteString? = nil, extensions: MessageExtensions? = nil
  ) -> PIHead {
    PIHead(
      transaction: head.transaction, inputs: head.inputs, payee: payee ?? head.payee,
      transStain: stain ?? head.transStain, software: head.software, extensions: extensions ?? head.extensions)
  }

  /// Signs and seals whatever the halves say.
  func sign(_ halves: Halves, by identity: SigningIdentity? = nil) throws -> PIDualSigned {
    try PIDualSigned(
      halves.payment, order: halves.instructions.digest, by: identity ?? market.cardholder.identity,
      to: market.merchant.gateway.transport)
  }

  /// PReq with these halves, as the merchant gets it.
  func purchase(
    _ halves: Halves, _ purchase: Purchase, linked: CMSDigestedData? = nil
  ) throws -> [UInt8] {
    let message = PReqDualSigned(
      payment: try sign(halves), order: Linked(halves.instructions, linked ?? halves.payment.digest))
    return wrap(.pReq(Alternative(message)), halves.instructions.rrpid, halves.instructions.transaction)
  }

  // MARK: A merchant

  /// AuthReq with one thing changed.
  func approval(
    _ purchase: Purchase, payment: PIDualSigned? = nil, tags: AuthTags? = nil, digests: CheckDigests? = nil,
    units: Int64? = nil, identity: SigningIdentity? = nil, carrying: [[UInt8]]? = nil,
    to recipient: SETCertificate? = nil
  ) throws -> [UInt8] {
    let honest = purchase.received
    let tags =
      tags
      ?? AuthTags(tags: market.merchant.tags(purchase.asked.rrpid, Market.now), transaction: honest.open.transaction)
    let content = AuthReqData(
      item: AuthReqItem(
        tags: tags,
        digests: digests
          ?? CheckDigests(order: honest.instructions.digest, orderText: honest.instructions.orderDigest),
        payload: AuthReqPayload(
          isSplit: false, amount: CurrencyAmount(Money(minorUnits: units ?? order.amount.minorUnits, .euro)),
          category: market.merchant.category)),
      captureNow: false)
    let message = try SealedWithBaggage(
      content, baggage: PI(payment ?? honest.payment), from: identity ?? market.merchant.identity,
      carrying: carrying ?? [market.merchant.transport.certificate], to: recipient ?? market.merchant.gateway.transport)
    return wrap(.authReq(message), tags.tags.rrpid, tags.transaction)
  }

  /// Another merchant of the same brand, with both certificates.
  func secondMerchant() throws -> (SigningIdentity, TransportIdentity, MerchantID) {
    var generator = SystemRandomNumberGenerator()
    let name = try MerchantID("TESTSHOP-0002")
    let data = MerchantData(
      merchant: name, acquirer: try BIN(CardHouse.acquirer), names: [try UnicodeText("Other")], country: 280)
    let (key, transport) = (SigningKey(), try TransportKey(bits: 2048))
    let desk = market.ceremony.merchants
    let signing = try desk.certify(
      .signing(key.publicKey), common: name.text, as: .merchant, merchant: data, using: &generator, at: Market.now)
    let sealing = try desk.certify(
      .transport(transport.publicKey), common: name.text, as: .merchant, merchant: data, using: &generator,
      at: Market.now)
    let path = desk.authority.path
    return (
      SigningIdentity(certificate: signing, issuers: path, key: key),
      TransportIdentity(certificate: sealing, issuers: path, key: transport), name
    )
  }

  // MARK: A gateway

  /// AuthRes with one thing changed.
  func answer(
    _ purchase: Purchase, rrpid: RRPID? = nil, units: Int64? = nil, binding: ApprovalBinding? = nil,
    token: Bool = true, identity: SigningIdentity? = nil
  ) throws -> [UInt8] {
    let honest = purchase.received
    let gateway = market.gateway.configuration.identity
    let tags = market.merchant.tags(rrpid ?? purchase.asked.rrpid, Market.now)
    let amount = CurrencyAmount(Money(minorUnits: units ?? order.amount.minorUnits, .euro))
    let bound =
      binding
      ?? ApprovalBinding(
        merchant: market.merchant.merchant, order: honest.instructions.digest, request: purchase.asked.rrpid)
    let data = AuthResData(
      tags: AuthTags(tags: tags, transaction: honest.open.transaction),
      payload: AuthResPayload(
        header: AuthHeader(amount: amount, code: .approved),
        extensions: MessageExtensions([.approvalBinding: bound.derBytes])))
    let content = CapTokenData(
      request: tags.rrpid, amount: amount, xid: honest.open.xid, merchant: market.merchant.merchant)
    let baggage = AuthResBaggage(
      token: token ? try Sealed(content, from: gateway, to: market.merchant.gateway.transport) : nil)
    let merchant = try market.merchant.trust.certificate(
      market.merchant.transport.certificate, among: market.merchant.transport.issuers, .merchant, .transport,
      at: Market.now)
    let message = try SealedWithBaggage(data, baggage: baggage, from: identity ?? gateway, to: merchant)
    return wrap(.authRes(Alternative(message)), purchase.asked.rrpid, honest.open.transaction)
  }

  func wrap(_ message: SETMessage, _ rrpid: RRPID, _ transaction: TransIDs?) -> [UInt8] {
    MessageWrapper(
      MessageHeader(
        date: Market.now, ids: transaction.map { MessageIDs(of: $0) }, rrpid: rrpid,
        software: market.merchant.software), message
    ).derBytes
  }
}
