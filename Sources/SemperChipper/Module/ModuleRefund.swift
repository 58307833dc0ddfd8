public import SemperCoding
public import SemperModel

/// A merchant's order to give money back to a purse's owner, under the seal S5 of its module.
public struct ModuleRefund: Hashable, Sendable, CanonicalValue {
  static let size = 2 * CardNumber.size + 4 + Digest.size + Seal.size

  public let module: CardNumber
  public let purse: CardNumber
  public let amount: UInt32
  /// The digest of the merchant's signed reason, by which it is given back once.
  public let reference: Digest
  public let seal: Seal

  init(module: CardNumber, purse: CardNumber, amount: UInt32, reference: Digest, seal: Seal) {
    self.module = module
    self.purse = purse
    self.amount = amount
    self.reference = reference
    self.seal = seal
  }

  /// S5: module, purse, amount and reason.
  static func seal(
    _ key: CardKey, module: CardNumber, purse: CardNumber, amount: UInt32, reference: Digest
  ) -> Seal {
    key.seal([0x55] + module.bytes + purse.bytes + amount.field + reference.bytes)
  }

  func isSealed(with key: CardKey) -> Bool {
    seal == Self.seal(key, module: module, purse: purse, amount: amount, reference: reference)
  }

  public var json: JSON {
    ByteString(module.bytes + purse.bytes + amount.field + reference.bytes + seal.bytes).json
  }

  public init(json: JSON) throws(CodingError) {
    var fields = FieldReader(try ByteString(json: json).exactly(Self.size))
    self.init(
      module: fields.cardNumber(), purse: fields.cardNumber(), amount: fields.integer(), reference: fields.reference(),
      seal: fields.seal())
  }
}
