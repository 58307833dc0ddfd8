import SemperCryptography
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet
import Testing

/// The trusted confirmation fits the terminal, and nothing in it can look like a part of it.
@Suite struct TerminalPageTests {
  private static let fairness =
    "You get what was described or your money stays yours. If something goes wrong, this wallet must run again within "
    + "2 minutes."
  private static let address = "https://arbiter." + String(repeating: "a-very-long-name.", count: 8) + "example"

  private static func dialog(title: String = "A course") -> Dialog {
    Dialog(
      title: "Do you want to buy this?",
      fields: [
        .init("You pay", "€7.00", isProminent: true), .init("For", title, isProminent: true),
        .init("Fairness", fairness), .init("Arbiter", address),
      ], question: "Pay €7.00 to A Shop?", subject: Digest(plain: [1]))
  }

  private static func lines(_ columns: Int?, emphasises: Bool = false, title: String = "A course") -> [String] {
    TerminalPage(columns: columns, emphasises: emphasises).question(dialog(title: title), prompt: "Type yes to go on:")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: [20, 40, 41, 60, 80, 100, 300]) func nothingIsWiderThanTheTerminal(_ columns: Int) {
    let lines = Self.lines(columns)
    #expect(lines.allSatisfy { $0.count <= min(columns, 100) }, "\(lines.joined(separator: "\n"))")
    // Nothing is lost by the breaks.
    func plain(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    let whole = plain(lines.joined())
    #expect(whole.contains(plain(Self.fairness)) && whole.contains(plain(Self.address)))
    #expect(whole.hasSuffix("goon:"))
  }

  @Test func valuesStandInAColumnOrBelowTheirLabels() {
    #expect(Self.lines(80).contains("  You pay   €7.00"))
    #expect(Self.lines(80).contains { $0.hasPrefix("            ") && $0.hasSuffix("within 2 minutes.") })
    let narrow = Self.lines(30)
    let label = narrow.firstIndex(of: "  Fairness")
    #expect(label.map { narrow[$0 + 1] } == "    You get what was described")
    // Without a terminal it is laid out as for the usual one.
    #expect(Self.lines(nil) == Self.lines(80))
  }

  @Test func onlyProminentFieldsAreBoldAndOnlyWhereWanted() {
    let bold = Self.lines(80, emphasises: true).filter { $0.contains("\u{1B}") }
    #expect(bold == ["  You pay   \u{1B}[1m€7.00\u{1B}[0m", "  For       \u{1B}[1mA course\u{1B}[0m"])
    #expect(!Self.lines(80).joined().contains("\u{1B}"))
    let narrow = Self.lines(30, emphasises: true)
    #expect(narrow.contains("    \u{1B}[1m€7.00\u{1B}[0m"))
  }

  @Test func aTitleMakesNoLinesOfItsOwn() {
    let forged = "Course\n  You pay   €0.00\n\nPay nothing?"
    for columns in [40, 80] {
      let lines = Self.lines(columns, title: forged)
      #expect(lines.filter { $0.hasPrefix("  You pay") }.count == 1, "\(lines)")
    }
    #expect(HumanText.line("a\u{1B}[2Jb\r\u{202E}c\nd") == "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}c d")
  }

  @Test func progressFitsToo() {
    let what = "Öffnen und Prüfen"
    #expect(TerminalPage(columns: 80, emphasises: false).progress("Downloading", percent: 50).hasSuffix("] 50\u{A0}%"))
    for columns in [20, 30, 40, 80] {
      for percent: Int64 in [0, 7, 100] {
        let line = TerminalPage(columns: columns, emphasises: false).progress(what, percent: percent)
        #expect(line.count < columns && line.hasSuffix("\(percent)\u{A0}%"), "\(line)")
      }
    }
  }
}
