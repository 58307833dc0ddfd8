public import SemperModel

/// What a merchant's module is made with.
public struct ModuleProfile: Hashable, Sendable {
  static let size = 2 * CardNumber.size + 3 + 1 + 2

  public let number: CardNumber
  public let provider: CardNumber
  public let currency: Currency
  /// Of the module's own key for collection.
  public let keyVersion: UInt8
  /// Records that fit before a collection, open purchases included.
  public let capacity: UInt16

  /// - Precondition: room for at least one record.
  public init(
    number: CardNumber, provider: CardNumber, currency: Currency, keyVersion: UInt8 = 1, capacity: UInt16 = 256
  ) {
    precondition(capacity > 0)
    self.number = number
    self.provider = provider
    self.currency = currency
    self.keyVersion = keyVersion
    self.capacity = capacity
  }

  /// What SELECT answers: number, provider, currency code, key version, capacity.
  var bytes: [UInt8] {
    number.bytes + provider.bytes + Array(currency.code.utf8) + [keyVersion] + capacity.field
  }
}

extension FieldReader {
  /// `nil` when the fields are none of a module.
  mutating func moduleProfile() -> ModuleProfile? {
    let number = cardNumber()
    let provider = cardNumber()
    let code = String(decoding: bytes(3), as: UTF8.self)
    let version = integer(UInt8.self)
    let capacity = integer(UInt16.self)
    guard let currency = try? Currency(code: code), capacity > 0 else { return nil }
    return ModuleProfile(
      number: number, provider: provider, currency: currency, keyVersion: version, capacity: capacity)
  }
}
