import Foundation
import SemperCoding
import SemperModel
import Testing

/// Moments and lengths of time have one text each; dates that do not exist are refused.
@Suite struct TimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-22T19:30:00Z", 1_795_375_800), ("2000-02-29T23:59:59Z", 951_868_799),
    ("1969-12-31T23:59:59Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ("1900-03-01T00:00:00Z", -2_203_891_200),
  ])
  func moment(_ text: String, _ seconds: Int64) throws {
    #expect(try Timestamp(text: text).seconds == seconds)
    #expect(Timestamp(seconds: seconds).description == text)
  }

  @Test(arguments: [
    "", "2026-11-22", "2026-11-22T19:30:00", "2026-11-22T19:30:00z", "2026-11-22t19:30:00Z", "2026-11-22 19:30:00Z",
    "2026-11-22T19:30:00+00:00", "2026-11-22T19:30:00.0Z", "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z",
    "2026-11-22T23:59:60Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "0000-01-01T00:00:00Z", "2026/11/22T19:30:00Z",
    "+026-11-22T19:30:00Z",
    "2026-11-22T19-30-00Z", "２026-11-22T19:30:0Z",
  ])
  func momentRefused(_ text: String) {
    #expect(throws: CodingError.self) { try Timestamp(text: text) }
  }

  /// Foundation's calendar is the independent judge.
  @Test func momentsAgreeWithFoundation() {
    let formatter = ISO8601DateFormatter()
    var seconds: Int64 = -2_000_000_000
    while seconds < 8_000_000_000 {
      let expected = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
      #expect(Timestamp(seconds: seconds).description == expected)
      seconds += 7_654_321
    }
  }

  @Test func theEndOfTimeIsReachedAndNotPassed() {
    let end = Timestamp(seconds: 253_402_300_799)
    #expect(Timestamp(seconds: 0).advanced(by: Span(seconds: DecodingLimits.widestInteger)) == end)
    #expect(Timestamp(seconds: 5).advanced(by: Span(seconds: 60)).seconds == 65)
  }

  @Test(arguments: [
    ("PT0S", 0), ("PT1S", 1), ("PT59S", 59), ("PT1M", 60), ("PT90S", 90), ("PT1H", 3600), ("PT90M", 5400),
    ("P1D", 86_400),
    ("PT25H", 90_000), ("P14D", 1_209_600),
  ])
  func span(_ text: String, _ seconds: Int64) throws {
    #expect(try Span(text: text).seconds == seconds)
    #expect(Span(seconds: seconds).description == text)
  }

  @Test(arguments: [
    "", "P", "PT", "PTS", "PT60S", "PT60M", "PT24H", "P0D", "PT0M", "P1M", "P1Y", "P1W", "P1DT1H", "PT1H30M", "PT1.5S",
    "PT-1S",
    "PT+1S", "PT01S", "pt1s", "1S", "PT99999999999999999999S", "P3000000001D",
  ])
  func spanRefused(_ text: String) {
    #expect(throws: CodingError.self) { try Span(text: text) }
  }
}
