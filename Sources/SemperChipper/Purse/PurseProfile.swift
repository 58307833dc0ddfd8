public import SemperModel

/// What a purse is made with and mostly keeps.
public struct PurseProfile: Hashable, Sendable {
  static let size = 2 * CardNumber.size + 3 + 1 + 4 + 4 + 1

  public let number: CardNumber
  public let provider: CardNumber
  public let currency: Currency
  public let keyVersion: UInt8
  /// The last day on which the purse works.
  public let expiry: CardDate
  /// The most minor units that it holds.
  public internal(set) var maximum: UInt32
  /// For which kinds the owner's PIN is needed: bit n for the kind n.
  public internal(set) var pinMask: UInt8

  /// PIN for load and unload, none for purchases.
  public static let usualMask: UInt8 = 1 << TransactionKind.load.rawValue | 1 << TransactionKind.unload.rawValue
  /// Amounts stay below 2^31, so that a sum of two fits the field.
  public static let largest: UInt32 = 0x7FFF_FFFF

  /// - Precondition: the maximum is positive and at most `largest`.
  public init(
    number: CardNumber, provider: CardNumber, currency: Currency, keyVersion: UInt8 = 1, expiry: CardDate,
    maximum: UInt32, pinMask: UInt8 = usualMask
  ) {
    precondition((1...Self.largest).contains(maximum))
    self.number = number
    self.provider = provider
    self.currency = currency
    self.keyVersion = keyVersion
    self.expiry = expiry
    self.maximum = maximum
    self.pinMask = pinMask
  }

  func needsPIN(_ kind: TransactionKind) -> Bool { pinMask >> kind.rawValue & 1 == 1 }

  /// What SELECT answers: number, provider, currency code, key version, expiry, maximum, PIN mask.
  var bytes: [UInt8] {
    number.bytes + provider.bytes + Array(currency.code.utf8) + [keyVersion] + expiry.value.field + maximum.field
      + [pinMask]
  }
}

extension FieldReader {
  /// `nil` when the fields are none of a purse.
  mutating func purseProfile() -> PurseProfile? {
    let number = cardNumber()
    let provider = cardNumber()
    let code = String(decoding: bytes(3), as: UTF8.self)
    let version = integer(UInt8.self)
    let date = integer(UInt32.self)
    let maximum = integer(UInt32.self)
    let mask = integer(UInt8.self)
    guard let currency = try? Currency(code: code), let expiry = CardDate(value: date),
      (1...PurseProfile.largest).contains(maximum)
    else { return nil }
    return PurseProfile(
      number: number, provider: provider, currency: currency, keyVersion: version, expiry: expiry, maximum: maximum,
      pinMask: mask)
  }
}
