import Testing

/// The check of the paper map finds rows that are missing, unserved or served by nothing that exists.
@Suite struct PaperMapTests {
  private static func text(_ change: (String) -> String = { "| \($0) | r | open | – | – |" }) -> String {
    PaperMap.expected.map(change).joined(separator: "\n")
  }

  private static func findings(_ text: String) -> Int {
    PaperMap(text).findings(types: ["Money"], tests: ["MoneyTests/adds"]).count
  }

  @Test func aTrueMapPasses() {
    #expect(Self.findings(Self.text()) == 0)
    #expect(Self.findings(Self.text { "| \($0) | r | served | `Money` | `MoneyTests/adds` |" }) == 0)
  }

  @Test(arguments: [
    "", "| 7 | r | done | – | – |", "| 7 | r | served | – | – |", "| 7 | r | served | `Money` | – |",
    "| 7 | r | served | `Gold` | `MoneyTests/adds` |", "| 7 | r | served | `Money` | `MoneyTests/subtracts` |",
    "| 7 | r | open | – | `MoneyTests/adds` |", "| 8 | r | open | – | – |",
  ])
  func aFalseRowIsFound(_ row: String) {
    #expect(Self.findings(Self.text { $0 == "7" ? row : "| \($0) | r | open | – | – |" }) == 1)
  }

  @Test func testsAreSeenUnlessDisabled() {
    let file = SourceFile(
      path: "Tests/A/A.swift",
      text: """
        @Suite struct A {
          @Test func one() {}
          @Test(arguments: [1, 2]) func two(_ a: Int) {}
          @Test(.disabled("later")) func three() {}
          func four() {}
          private enum Nested { case a }
          @Test func five() {}
        }
        """)
    #expect(PaperMap.tests(in: [file]) == ["A/one", "A/two", "A/five"])
  }
}
