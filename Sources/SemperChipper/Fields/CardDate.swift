public import SemperModel

/// A day as cards write it: four bytes of decimal digits, `YYYYMMDD`. Days compare as their numbers do.
public struct CardDate: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let value: UInt32

  /// Each half-byte has to be a decimal digit; the calendar is the business of who writes it.
  init?(value: UInt32) {
    guard (0..<8).allSatisfy({ value >> ($0 * 4) & 0xF <= 9 }) else { return nil }
    self.value = value
  }

  /// The day of a moment, in UTC.
  public init(_ time: Timestamp) {
    let digits = time.description.utf8.prefix(10).filter { $0 != UInt8(ascii: "-") }
    value = digits.reduce(0) { $0 << 4 | UInt32($1 - UInt8(ascii: "0")) }
  }

  /// The last second of the day, in UTC; `nil` for a day that the calendar does not have.
  public var end: Timestamp? {
    let digits = description
    guard digits.utf8.count == 8 else { return nil }
    let (year, month, day) = (digits.prefix(4), digits.dropFirst(4).prefix(2), digits.suffix(2))
    return try? Timestamp(text: "\(year)-\(month)-\(day)T23:59:59Z")
  }

  public static func < (left: CardDate, right: CardDate) -> Bool { left.value < right.value }
  public var description: String { String(value, radix: 16) }
}
