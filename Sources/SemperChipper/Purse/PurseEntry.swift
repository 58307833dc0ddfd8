public import SemperModel

/// One transaction as the purse remembers it, with its seal S3: what a torn transaction is recovered from.
public struct PurseEntry: Hashable, Sendable {
  static let size = 1 + 2 + 4 + 4 + Digest.size + CardNumber.size + 4 + Seal.size

  public let kind: TransactionKind
  public let number: UInt16
  /// Minor units moved; zero when the transaction did nothing and never will.
  public let amount: UInt32
  /// What the purse held afterwards.
  public let balance: UInt32
  public let reference: Digest
  public let terminal: CardNumber
  /// The day by the terminal's clock; no part of the seal.
  public let date: UInt32
  public let seal: Seal

  var bytes: [UInt8] {
    [kind.rawValue] + number.field + amount.field + balance.field + reference.bytes + terminal.bytes + date.field
      + seal.bytes
  }
}

extension FieldReader {
  /// `nil` when the fields are none of an entry.
  mutating func purseEntry() -> PurseEntry? {
    let kind = TransactionKind(rawValue: integer())
    let number = integer(UInt16.self)
    let amount = integer(UInt32.self)
    let balance = integer(UInt32.self)
    let reference = reference()
    let terminal = cardNumber()
    let date = integer(UInt32.self)
    let seal = seal()
    return kind.map {
      PurseEntry(
        kind: $0, number: number, amount: amount, balance: balance, reference: reference, terminal: terminal,
        date: date, seal: seal)
    }
  }
}
