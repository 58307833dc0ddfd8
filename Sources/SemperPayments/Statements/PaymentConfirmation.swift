public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payee agrees to a selection: from now on both sides can begin. Its digest names the agreed payment.
public struct PaymentConfirmation: StatementContent {
  public static let kind = StatementKind.paymentConfirmation

  /// The digest of the selection, which names the offer.
  public let selection: Digest
  public let payee: PublicKey
  /// What the system's payee side tells the payer at this point.
  public let particulars: ByteString
  public let issued: Timestamp

  public init(selection: Digest, payee: PublicKey, particulars: ByteString, issued: Timestamp) {
    self.selection = selection
    self.payee = payee
    self.particulars = particulars
    self.issued = issued
  }

  public var signers: [Thumbprint] { [payee.thumbprint] }
  public var introducedKeys: [PublicKey] { [payee] }

  public var json: JSON {
    .fields([
      "iat": issued.json, "particulars": particulars.json, "payee": payee.json, "selection": selection.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    issued = try fields.value("iat")
    particulars = try fields.value("particulars")
    payee = try fields.value("payee")
    selection = try fields.value("selection")
    try fields.close()
  }
}
