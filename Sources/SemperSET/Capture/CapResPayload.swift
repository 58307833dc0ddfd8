public import SemperCoding
public import SemperCryptography

/// What became of one capture.
public struct CapResPayload: DERValue, Hashable {
  public let code: CaptureCode
  public let amount: CurrencyAmount
  public let batch: Int?
  /// Which place it has in the batch.
  public let position: Int?
  /// How a lock ended, in the ledger's signed words.
  public let extensions: MessageExtensions?

  public var der: DERElement {
    .sequence([code.der, amount.der, batch?.der.implicit(0), position?.der.implicit(1), extensions?.der.implicit(2)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    code = try fields.value()
    amount = try fields.value()
    batch = try fields.optional(0)
    position = try fields.optional(1)
    extensions = try fields.optional(2)
    try fields.close()
  }

  init(
    code: CaptureCode, amount: CurrencyAmount, batch: Int? = nil, position: Int? = nil,
    extensions: MessageExtensions? = nil
  ) {
    self.code = code
    self.amount = amount
    self.batch = batch
    self.position = position
    self.extensions = extensions
  }
}
