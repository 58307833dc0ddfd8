public import SemperCoding
import SemperModel

/// A purse's word about what became of one number: its seal S3 and what that is over, as much as COMPLETE needs.
public struct PurseCompletion: Hashable, Sendable, CanonicalValue {
  static let size = CardNumber.size + 2 + 4 + 4 + Seal.size

  public let purse: CardNumber
  public let number: UInt16
  /// Zero when nothing was and will be done.
  public let amount: UInt32
  /// What the purse holds now.
  public let balance: UInt32
  /// S3.
  public let seal: Seal

  init(purse: CardNumber, number: UInt16, amount: UInt32, balance: UInt32, seal: Seal) {
    self.purse = purse
    self.number = number
    self.amount = amount
    self.balance = balance
    self.seal = seal
  }

  /// What the purse has said in answer to GET PREVIOUS SIGNATURE.
  public init(_ entry: PurseEntry, of purse: CardNumber) {
    self.init(
      purse: purse, number: entry.number, amount: entry.amount, balance: entry.balance, seal: entry.seal)
  }

  public var bytes: [UInt8] { purse.bytes + number.field + amount.field + balance.field + seal.bytes }

  public var json: JSON { ByteString(bytes).json }

  public init(json: JSON) throws(CodingError) {
    var fields = FieldReader(try ByteString(json: json).exactly(Self.size))
    self.init(
      purse: fields.cardNumber(), number: fields.integer(), amount: fields.integer(), balance: fields.integer(),
      seal: fields.seal())
  }
}
