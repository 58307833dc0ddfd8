import SemperModel

/// Dates and times as card messages write them.
enum CardDate {
  /// `MMDDhhmmss` in UTC (element 7).
  static func transmission(_ time: Timestamp) -> String { digits(time, 5..<19) }
  /// `hhmmss` (element 12).
  static func time(_ time: Timestamp) -> String { digits(time, 11..<19) }
  /// `MMDD` (elements 13 and 15).
  static func day(_ time: Timestamp) -> String { digits(time, 5..<10) }
  /// `YYMM` (element 14), to compare with a card's expiry.
  static func month(_ time: Timestamp) -> String { digits(time, 2..<7) }

  /// The digits of `2026-11-22T19:30:00Z` at these places.
  private static func digits(_ time: Timestamp, _ range: Range<Int>) -> String {
    let bytes = Array(time.description.utf8)[range].filter { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
