public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payee's signed list of ways to pay for one thing, in its order of preference.
///
/// Its digest enters the selection and the contract, so that a list that was cut or reordered on its way is seen by both.
public struct PaymentOffer: StatementContent {
  public static let kind = StatementKind.paymentOffer
  static let mostOptions = 16

  public let reference: PaymentReference
  public let payee: PublicKey
  public let options: [PaymentOption]
  public let choice: ChoiceMode
  public let demands: PaymentDemands
  /// Makes two offers for the same thing differ.
  public let nonce: Nonce
  public let issued: Timestamp
  public let notAfter: Timestamp

  public init(
    reference: PaymentReference, payee: PublicKey, options: [PaymentOption], choice: ChoiceMode,
    demands: PaymentDemands, nonce: Nonce, issued: Timestamp, notAfter: Timestamp
  ) {
    self.reference = reference
    self.payee = payee
    self.options = options
    self.choice = choice
    self.demands = demands
    self.nonce = nonce
    self.issued = issued
    self.notAfter = notAfter
  }

  public var signers: [Thumbprint] { [payee.thumbprint] }
  public var introducedKeys: [PublicKey] { [payee] }
  public static var largestPayload: Int { 512 << 10 }

  public var json: JSON {
    .fields([
      "choice": choice.json, "demands": demands.json, "exp": notAfter.json, "iat": issued.json, "nonce": nonce.json,
      "options": options.json, "payee": payee.json, "reference": reference.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    choice = try fields.value("choice")
    demands = try fields.value("demands")
    notAfter = try fields.value("exp")
    issued = try fields.value("iat")
    nonce = try fields.value("nonce")
    options = try fields.value("options")
    payee = try fields.value("payee")
    reference = try fields.value("reference")
    try fields.close()
    guard (1...Self.mostOptions).contains(options.count) else {
      throw CodingError(.tooMany, "an offer has 1 to \(Self.mostOptions) options").inside("options")
    }
  }
}
