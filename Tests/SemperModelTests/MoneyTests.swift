import SemperCoding
import SemperModel
import Testing

/// Amounts have one text, their arithmetic is checked, and what is not an amount is refused.
@Suite struct MoneyTests {
  private static let yen = try? Currency(code: "JPY")

  @Test(arguments: [
    ("0.00", 0), ("0.01", 1), ("0.10", 10), ("12.00", 1200), ("90071992547409.91", 9_007_199_254_740_991),
  ])
  func euroText(_ text: String, _ units: Int64) throws {
    let money = try Money(text, .euro)
    #expect(money.minorUnits == units)
    #expect(money.decimal == text)
    #expect(String(decoding: money.canonicalBytes, as: UTF8.self) == #"{"amount":"\#(text)","currency":"EUR"}"#)
    #expect(try Money(canonicalBytes: money.canonicalBytes) == money)
  }

  @Test(arguments: [
    "", "1", "1.", "1.0", "1.000", ".50", "01.00", "00.00", "+1.00", "-1.00", "1,00", "1.0a", " 1.00", "1.00 ",
    "1e2.00",
    "1.00.00", "１.００", "90071992547409.92", "99999999999999999999.00", "0x1.00", "NaN",
  ])
  func euroTextRefused(_ text: String) {
    #expect(throws: CodingError.self) { try Money(text, .euro) }
  }

  @Test func aCurrencyWithoutDecimals() throws {
    let yen = try #require(Self.yen)
    #expect(try Money("1200", yen).minorUnits == 1200)
    for text in ["1200.", "1200.00", "01", ""] { #expect(throws: CodingError.self) { try Money(text, yen) } }
  }

  @Test(arguments: [
    #"{"amount":"1.00"}"#, #"{"currency":"EUR"}"#, #"{"amount":1,"currency":"EUR"}"#,
    #"{"amount":"1.00","currency":"eur"}"#,
    #"{"amount":"1.00","currency":"XYZ"}"#, #"{"amount":"1.00","currency":"EUR","x":1}"#,
    #"{"amount":"-1.00","currency":"EUR"}"#,
    "{\"amount\":\"1.00\",\"currency\":\"SE\u{212A}\"}", #""1.00 EUR""#,
  ])
  func jsonRefused(_ text: String) {
    #expect(throws: CodingError.self) { try Money(json: CanonicalJSON.parse(Array(text.utf8))) }
  }

  @Test func arithmeticIsChecked() throws {
    let yen = try #require(Self.yen)
    let most = Money(minorUnits: .max, .euro)
    let one = Money(minorUnits: 1, .euro)
    #expect(one.adding(one) == Money(minorUnits: 2, .euro))
    #expect(most.adding(one) == nil)
    #expect(Money(minorUnits: .min, .euro).subtracting(one) == nil)
    #expect(one.adding(Money(minorUnits: 1, yen)) == nil)
    #expect(one.subtracting(Money(minorUnits: 1, yen)) == nil)
    #expect(Money.zero(.euro).subtracting(one)?.decimal == "-0.01")
    #expect(Money(minorUnits: .min, .euro).decimal == "-92233720368547758.08")
  }
}
