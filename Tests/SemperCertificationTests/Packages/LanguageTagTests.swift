import SemperCertification
import Testing

@Suite struct LanguageTagTests {
  @Test(arguments: ["de", "pt-BR", "zh-Hant-TW", "gsw"]) func read(_ text: String) throws {
    #expect(try LanguageTag(text).description == text)
  }

  @Test(arguments: ["", "d", "DE", "deut", "de-", "de_AT", "de-A", "de-Österreich", "a-b-c-d-e"])
  func refused(_ text: String) {
    #expect(throws: (any Error).self) { try LanguageTag(text) }
  }
}
