public import SemperCoding
public import SemperModel

/// The eight bytes by which a purse, a merchant's module or a provider is known. Written in hexadecimal.
public struct CardNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
  public static let size = 8
  public let value: UInt64

  public init(_ value: UInt64) { self.value = value }

  /// The number of the host of a bank with this key.
  public init(hostOf bank: Thumbprint) { self.init(bytes: Array(bank.bytes.prefix(Self.size))) }

  /// - Precondition: eight bytes.
  init(bytes: [UInt8]) {
    precondition(bytes.count == Self.size)
    value = bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// From sixteen hexadecimal digits, in lower case.
  public init(text: String) throws(CodingError) {
    guard text.utf8.count == 2 * Self.size, let value = UInt64(text, radix: 16),
      CardNumber(value).description.isSameText(as: text)
    else { throw CodingError(.wrongForm, "a card's number is written with 16 hexadecimal digits") }
    self.init(value)
  }

  public var bytes: [UInt8] { value.field }

  public static func < (left: CardNumber, right: CardNumber) -> Bool { left.value < right.value }

  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
