public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payer takes one option of one offer. An anonymous payer signs with a key made for this payment alone.
public struct PaymentSelection: StatementContent {
  public static let kind = StatementKind.paymentSelection

  /// The digest of the offer as the payer has seen it.
  public let offer: Digest
  /// Which of its options, from 0.
  public let option: Int
  public let amount: Money
  public let payer: PublicKey
  /// What the system's payer side tells the payee at this point.
  public let particulars: ByteString
  public let issued: Timestamp

  public init(
    offer: Digest, option: Int, amount: Money, payer: PublicKey, particulars: ByteString, issued: Timestamp
  ) {
    self.offer = offer
    self.option = option
    self.amount = amount
    self.payer = payer
    self.particulars = particulars
    self.issued = issued
  }

  public var signers: [Thumbprint] { [payer.thumbprint] }
  public var introducedKeys: [PublicKey] { [payer] }

  public var json: JSON {
    .fields([
      "amount": amount.json, "iat": issued.json, "offer": offer.json, "option": option.json,
      "particulars": particulars.json, "payer": payer.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    issued = try fields.value("iat")
    offer = try fields.value("offer")
    option = try fields.value("option")
    particulars = try fields.value("particulars")
    payer = try fields.value("payer")
    try fields.close()
    guard (0..<PaymentOffer.mostOptions).contains(option), amount.minorUnits > 0 else {
      throw CodingError(.outOfRange, "a selection is of one option and for a positive amount")
    }
  }
}
