import SemperCoding
import SemperModel
import Testing

/// Text for people shows what it is.
@Suite struct TextTests {
  @Test(arguments: [
    "", "Kurs für Anfänger", "Ωμέγα\nline two", "日本語", "עברית", "👩‍👩‍👧", String(repeating: "a", count: 2_000),
  ])
  func accepted(_ text: String) throws {
    #expect(try HumanText(text).text == text)
    #expect(try HumanText(json: .string(text)).json == .string(text))
  }

  @Test(arguments: [
    "a\u{0}b", "a\tb", "a\rb", "a\u{1B}[31m", "a\u{7F}", "a\u{85}b", "\u{202E}evil", "a\u{2066}b", "\u{200E}a",
    "\u{200F}a", "a\u{61C}b",
    "a\u{2028}b", "\u{FEFF}a", "e\u{301}", "\u{212B}", "\u{1100}\u{1161}", String(repeating: "a", count: 2_001),
  ])
  func refused(_ text: String) {
    #expect(throws: CodingError.self) { try HumanText(text) }
  }

  @Test func aRefusalCrossesTheWire() throws {
    let refusal = Refusal(
      .outsideTerms, blame: .peer, "The order names an article that is not on offer; ask for a new offer.")
    #expect(try Refusal(canonicalBytes: refusal.canonicalBytes) == refusal)
    for text in [
      #"{"blame":"peer","code":"outside-terms"}"#, #"{"blame":"nobody","code":"outside-terms","detail":""}"#,
      #"{"blame":"peer","code":"OutsideTerms","detail":""}"#,
      #"{"blame":"peer","code":"outside-terms","detail":"","x":1}"#,
    ] {
      #expect(throws: CodingError.self) { try Refusal(json: CanonicalJSON.parse(Array(text.utf8))) }
    }
  }
}
