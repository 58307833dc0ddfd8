import Foundation
import Testing

/// Whatever people read is there in English, German and Greek, and says the same.
@Suite struct WordsTests {
  /// The folders that hold a file for each language.
  static let folders: [String] = {
    let found = Repository.paths.filter { $0.hasPrefix("Sources/") && $0.hasSuffix("/en.json") }
    return found.map { String($0.dropLast("/en.json".count)) }
  }()

  private static func words(_ folder: String, _ language: String) throws -> [String: String] {
    let data = Data(try Repository.text("\(folder)/\(language).json").utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: String])
  }

  @Test func theScanSeesThem() {
    #expect(Self.folders.contains("Sources/SemperWallet/Texts/words") && Self.folders.count >= 3)
  }

  @Test(arguments: folders) func eachTextIsThereInEachLanguageWithTheSameParts(_ folder: String) throws {
    let english = try Self.words(folder, "en")
    for language in ["de", "el"] {
      let words = try Self.words(folder, language)
      #expect(Set(words.keys) == Set(english.keys), "\(folder)/\(language).json")
      for (name, text) in words {
        let original = try #require(english[name])
        #expect(Self.parts(text) == Self.parts(original), "\(folder): \(name) in \(language)")
        #expect(!text.isEmpty && text.first?.isWhitespace == original.first?.isWhitespace, "\(name) in \(language)")
        #expect(text.last?.isWhitespace == original.last?.isWhitespace, "\(name) in \(language)")
      }
    }
  }

  /// A text of some length that is the same in two languages was left in one of them.
  @Test(arguments: folders) func noLanguageIsLeftInAnother(_ folder: String) throws {
    let english = try Self.words(folder, "en")
    let german = try Self.words(folder, "de")
    let greek = try Self.words(folder, "el")
    for (name, text) in english where Self.said(text).count >= 9 {
      #expect(german[name] != text, "\(folder): \(name) in German")
      let letters = Self.said(greek[name] ?? "")
      let own = letters.unicodeScalars.filter {
        (0x370...0x3FF).contains($0.value) || (0x1F00...0x1FFF).contains($0.value)
      }
      #expect(own.count * 2 > letters.unicodeScalars.count, "\(folder): \(name) in Greek")
    }
  }

  /// The names that the code says exist, and those that exist are said.
  @Test(arguments: ["Sources/semper/Texts", "Sources/SemperWallet/Texts"])
  func theCodeSaysWhatThereIs(_ folder: String) throws {
    let words = try Self.words(folder + "/words", "en")
    var named = Set<String>()
    for file in Repository.swift where file.path.hasPrefix(folder) && file.text.contains(": String, CaseIterable") {
      for match in file.text.matches(of: /case (\w+)(?: = "([^"]+)")?/) {
        named.insert(String(match.output.2 ?? match.output.1))
      }
      // One that nobody says is of no use.
      let said = Repository.sources.filter { $0.path != file.path }.reduce(into: Set()) {
        $0.formUnion(Self.members($1.text))
      }
      for match in file.text.matches(of: /case (\w+)/) {
        #expect(said.contains(String(match.output.1)), "nobody says \(match.output.1)")
      }
    }
    #expect(named.count > 20)
    #expect(named.subtracting(words.keys).sorted() == [])
  }

  /// What the demonstration, exchanges and the check of evidence say by a code.
  @Test func codesHaveWordsToo() throws {
    let words = try Self.words("Sources/semper/Texts/words", "en")
    func cases(_ path: String, of type: String) throws -> [String] {
      let text = try Repository.text(path)
      let start = try #require(text.range(of: "enum \(type): ")).upperBound
      let body = text[start...].prefix { $0 != "}" }
      let rows = body.matches(of: /case ([\w, ]+?)(?: = "([^"]+)")?\n/)
      return rows.flatMap { row in
        row.output.2.map { [String($0)] } ?? row.output.1.split(separator: ", ").map(String.init)
      }
    }
    let proven = try cases("Sources/SemperCommerce/Evidence/EvidenceConclusion.swift", of: "Proven")
    let faults = try cases("Sources/semper/Demo/Cases/FaultCase.swift", of: "FaultCase")
    let roles = try cases("Sources/SemperCryptography/Certificates/CertifiedRole.swift", of: "CertifiedRole")
    let shown = try cases("Sources/SemperExchange/Evidence/ExchangeReport.swift", of: "Proven")
    let cells = try cases("Sources/SemperExchange/Cells/FigureCell.swift", of: "FigureCell")
    let verdicts = try cases("Sources/SemperPayments/Locks/ArbiterDecision.swift", of: "Verdict")
    let causes = try cases("Sources/SemperPayments/Locks/ArbiterDecision.swift", of: "Cause")
    let troubles = try cases("Sources/semper/Exchange/Cases/ExchangeCase.swift", of: "ExchangeCase")
    let breaches = try cases("Sources/SemperExchange/Planning/AttributeBreach.swift", of: "AttributeBreach")
    #expect(breaches.count >= 4)
    #expect(cells.count >= 13 && troubles.count >= 20 && verdicts.count == 5 && causes.count == 6)
    // What is said of a role is said of both in an exchange, or of both or one in a transfer.
    let ofRoles = try cases("Sources/semper/Texts/RoleText.swift", of: "RoleText")
    #expect(ofRoles.count >= 10)
    for name in ofRoles { #expect(words.keys.filter { $0.hasPrefix(name + ".") }.count >= 2, "\(name)") }
    #expect(proven.count >= 17 && faults.count >= 10 && roles.count >= 6)
    let names =
      proven.map { "evidence.proven.\($0)" } + faults.map { "story.\($0)" } + roles.map { "evidence.role.\($0)" }
      + shown.map { "report.proven.\($0)" } + cells.map { "cell.\($0)" } + troubles.map { "case.\($0)" }
      + breaches.flatMap { ["obstacle.\($0)", "obstacle.\($0).next"] }
      + ["S.direct", "S.via-arbiter", "SW.direct", "SW.via-arbiter", "C", "I", "E"].map { "plan.\($0)" }
      + verdicts.map { "arbiter.verdict.\($0)" } + causes.map { "arbiter.cause.\($0)" }
    #expect(names.filter { words[$0] == nil } == [])
  }

  /// Each word that follows a point.
  private static func members(_ text: String) -> Set<String> {
    func isOfWord(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { String(decoding: $0.prefix(while: isOfWord), as: UTF8.self) })
  }

  private static func parts(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{\w+\}/).map { String($0.output) })
  }

  /// The letters of a text without its parts, its commands, its options and the names that are the same everywhere.
  private static func said(_ text: String) -> String {
    text.replacing(
      /\{\w+\}|semper wallet \w+|python3 \S+|--\w[\w-]*|SEMPER_\w+|https?:\S+|Ctrl-C|kill -9|wallet init/, with: ""
    )
    .filter(\.isLetter)
  }
}
