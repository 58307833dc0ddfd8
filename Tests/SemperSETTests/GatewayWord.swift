import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSET

/// What a gateway can say of an order, as proofs that it has signed: honest but for what a test changes.
struct GatewayWord {
  let key: SigningKey
  /// Of the order that is meant.
  var number: LocalID?
  var units: Int64

  init(_ agreed: CardAgreement) {
    key = agreed.gateway
    number = agreed.order.number
    units = CardAgreement.amount.minorUnits
  }

  /// The same words of another order, or of another amount.
  func about(_ number: LocalID?) -> GatewayWord { changed { $0.number = number } }
  func of(_ units: Int64) -> GatewayWord { changed { $0.units = units } }

  private func changed(_ change: (inout GatewayWord) -> Void) -> GatewayWord {
    var word = self
    change(&word)
    return word
  }

  private var words: SETWords { SETWords(gateway: key.publicKey) }
  private var amount: CurrencyAmount { CurrencyAmount(Money(minorUnits: units, .euro)) }

  private func transaction() throws -> TransIDs {
    var generator = SystemRandomNumberGenerator()
    return TransIDs(
      cardholderID: try LocalID(bytes: [4]), merchantID: number, xid: XID(using: &generator), requested: Market.now,
      language: try Language("en"))
  }

  private func tags(_ name: RRPID? = nil) throws -> RRTags {
    var generator = SystemRandomNumberGenerator()
    return RRTags(
      rrpid: name ?? RRPID(using: &generator), merchant: try MerchantID(TestMarket.merchantName), date: Market.now)
  }

  func signed<Content: SETContent>(_ content: Content) throws -> CMSSignedData {
    try CMSSignedData(Content.contentType, content.derBytes, by: [(.holder(of: key.publicKey), key)])
  }

  /// AuthRes, with the capture's part where it was asked for.
  func approval(_ code: AuthorisationCode = .approved, capture: CaptureCode? = .success) throws -> PaymentProof {
    let data = AuthResData(
      tags: AuthTags(tags: try tags(), transaction: try transaction()),
      payload: AuthResPayload(
        header: AuthHeader(amount: amount, code: code),
        capture: capture.map { CapResPayload(code: $0, amount: amount) }))
    let baggage = CMSDigestedData(AuthResData.envelopeType, of: AuthResBaggage().derBytes)
    return words.approval(
      try signed(SealedWithBaggage<AuthResData, AuthResBaggage>.LinkedContent(Linked(data, baggage))))
  }

  /// InqRes; of a purchase that is not known without a code.
  func standing(_ code: AuthorisationCode? = .approved, capture: CaptureCode? = .success) throws -> PaymentProof {
    var generator = SystemRandomNumberGenerator()
    let status = PurchaseStatus(
      approval: code.map { AuthStatus(date: Market.now, code: $0, amount: amount) },
      capture: capture.map { CaptureStatus(date: Market.now, code: $0, amount: amount) })
    let payload =
      code == nil
      ? PResPayload(completion: .orderRejected) : PResPayload(completion: .authorizationPerformed, status: status)
    return words.standing(
      try signed(
        PResData(
          transaction: try transaction(), rrpid: RRPID(using: &generator), challenge: Challenge(using: &generator),
          payloads: [payload])))
  }

  /// CapRes, with the same item so many times.
  func capture(_ code: CaptureCode = .success, items: Int = 1) throws -> PaymentProof {
    let item = CapResItem(
      transaction: try transaction(), request: try tags().rrpid, payload: CapResPayload(code: code, amount: amount))
    return words.capture(
      try signed(CapResData(tags: try tags(), items: Array(repeating: item, count: items))))
  }

  /// AuthRevRes.
  func void() throws -> PaymentProof {
    let data = AuthRevResData(code: .approved, tags: try tags(), transaction: try transaction(), amount: amount)
    let baggage = CMSDigestedData(AuthRevResData.envelopeType, of: TokenBaggage().derBytes)
    return words.void(
      try signed(SealedWithBaggage<AuthRevResData, TokenBaggage>.LinkedContent(Linked(data, baggage))))
  }

  /// CredRes under a name, or another reversal's answer shown as one.
  func credit<Kind: ReversalKind>(
    _: Kind.Type = Credit.self, _ code: ReversalCode = .approved, named name: RRPID
  ) throws -> PaymentProof {
    let item = ReversalResItem(
      transaction: try transaction(), request: try tags().rrpid, code: code, amount: amount)
    return words.credit(try signed(ReversalResData<Kind>(tags: try tags(name), items: [item])))
  }

  var refusal: ErrorData {
    var generator = SystemRandomNumberGenerator()
    return ErrorData(code: .unspecifiedFailure, nonce: Salt(using: &generator), request: Digest(plain: [1]))
  }

  /// Error.
  func error() throws -> PaymentProof { words.error(try signed(refusal)) }
}
