public import SemperModel

/// One payment as a module hands it in for collection, under its seal S4.
public struct ModuleRecord: Hashable, Sendable {
  static let size = 1 + 4 + CardNumber.size + 2 + 4 + Digest.size + Seal.size

  /// `purchase`, `incremental` or `cancellation`, whose amount was given back.
  public let kind: TransactionKind
  /// The module's counter NT_P.
  public let serial: UInt32
  public let purse: CardNumber
  public let number: UInt16
  public let amount: UInt32
  public let reference: Digest
  public let seal: Seal

  /// What the record adds to the merchant's money, in minor units.
  public var units: Int64 { kind == .cancellation ? -Int64(amount) : Int64(amount) }

  /// Sealed by the module.
  init(
    _ kind: TransactionKind, serial: UInt32, purse: CardNumber, number: UInt16, amount: UInt32, reference: Digest,
    module: CardNumber, key: CardKey
  ) {
    let message = Self.message(kind, serial, purse, number, amount, reference, module)
    self.init(
      kind: kind, serial: serial, purse: purse, number: number, amount: amount, reference: reference,
      seal: key.seal(message))
  }

  /// As the module has sealed it.
  init(
    kind: TransactionKind, serial: UInt32, purse: CardNumber, number: UInt16, amount: UInt32, reference: Digest,
    seal: Seal
  ) {
    self.kind = kind
    self.serial = serial
    self.purse = purse
    self.number = number
    self.amount = amount
    self.reference = reference
    self.seal = seal
  }

  /// S4: kind, module, NT_P, purse, NT, amount and what was paid for.
  private static func message(
    _ kind: TransactionKind, _ serial: UInt32, _ purse: CardNumber, _ number: UInt16, _ amount: UInt32,
    _ reference: Digest, _ module: CardNumber
  ) -> [UInt8] {
    [0x54, kind.rawValue] + module.bytes + serial.field + purse.bytes + number.field + amount.field + reference.bytes
  }

  /// Whether the module with this key made the record.
  func isSealed(by module: CardNumber, _ key: CardKey) -> Bool {
    seal == key.seal(Self.message(kind, serial, purse, number, amount, reference, module))
  }

  public var bytes: [UInt8] {
    [kind.rawValue] + serial.field + purse.bytes + number.field + amount.field + reference.bytes + seal.bytes
  }
}

extension FieldReader {
  /// `nil` when the fields are none of a record.
  mutating func moduleRecord() -> ModuleRecord? {
    let kind = TransactionKind(rawValue: integer())
    let serial = integer(UInt32.self)
    let purse = cardNumber()
    let number = integer(UInt16.self)
    let amount = integer(UInt32.self)
    let reference = reference()
    let seal = seal()
    guard let kind, !kind.isOnline else { return nil }
    return ModuleRecord(
      kind: kind, serial: serial, purse: purse, number: number, amount: amount, reference: reference, seal: seal)
  }
}
