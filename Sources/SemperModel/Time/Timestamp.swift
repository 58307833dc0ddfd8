public import SemperCoding

/// A moment in UTC, to the second. Written as RFC 3339 with `Z`, such as `2026-11-22T19:30:00Z`.
public struct Timestamp: Hashable, Sendable, Comparable, CanonicalValue, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: Int64

  /// Years 1 to 9999; others are a bug of the caller.
  public init(seconds: Int64) {
    precondition((-62_135_596_800...253_402_300_799).contains(seconds))
    self.seconds = seconds
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// The moment so much later; clamped to the year 9999.
  public func advanced(by span: Span) -> Timestamp {
    Timestamp(seconds: min(seconds + span.seconds, 253_402_300_799))
  }

  /// The moment from which on a certificate made at this one is in force, so that it counts at once also where a clock is
  /// behind.
  public var forClocksBehind: Timestamp {
    Timestamp(seconds: max(seconds - ClockTolerance.span.seconds, -62_135_596_800))
  }

  public var description: String {
    let (day, rest) = seconds.quotientAndRemainderFloored(by: 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
      + padded(rest / 3600, 2) + ":" + padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "Z"
  }

  /// Accepts `YYYY-MM-DDThh:mm:ssZ` only; a date that does not exist is refused.
  public init(text: String) throws(CodingError) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      bytes[range].allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        ? Int64(String(decoding: bytes[range], as: UTF8.self)) : nil
    }
    let wrong = CodingError(.wrongForm, "a time is written 2026-11-22T19:30:00Z")
    guard bytes.count == 20, let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      year >= 1, hour < 24, minute < 60, second < 60,
      let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    else { throw wrong }
    self.init(seconds: days * 86_400 + hour * 3600 + minute * 60 + second)
    guard description == text else { throw wrong }
  }

  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}

extension Int64 {
  fileprivate func quotientAndRemainderFloored(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
