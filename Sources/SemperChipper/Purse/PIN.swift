public import SemperCryptography

/// A card holder's secret number of 4 to 12 digits, as the block of ISO 9564-1 format 2 that cards compare.
public struct PIN: Sendable, Discreet {
  static let size = 8
  /// Wrong tries before the card refuses.
  static let tries: UInt8 = 3
  let block: [UInt8]

  /// `nil` for anything but 4 to 12 digits.
  public init?(_ digits: String) {
    let values = digits.utf8.compactMap { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 ? $0 - 48 : nil }
    guard (4...12).contains(values.count), values.count == digits.utf8.count else { return nil }
    let nibbles = [2, UInt8(values.count)] + values + [UInt8](repeating: 15, count: 14 - values.count)
    block = (0..<Self.size).map { nibbles[2 * $0] << 4 | nibbles[2 * $0 + 1] }
  }

  /// `nil` for a block that is none.
  init?(block: [UInt8]) {
    let nibbles = block.flatMap { [$0 >> 4, $0 & 15] }
    guard nibbles.count == 16, nibbles[0] == 2, (4...12).contains(nibbles[1]) else { return nil }
    let count = 2 + Int(nibbles[1])
    guard nibbles[2..<count].allSatisfy({ $0 <= 9 }), nibbles[count...].allSatisfy({ $0 == 15 }) else { return nil }
    self.block = block
  }

  func equals(_ other: PIN) -> Bool { ConstantTime.equal(block, other.block) }

  public var description: String { "PIN" }
}
