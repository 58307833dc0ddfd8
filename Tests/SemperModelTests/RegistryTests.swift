import Foundation
import SemperModel
import Testing

/// The registries number each entry once, name it in one style, and stand in `docs/registries/` line by line.
///
/// `make docs` writes those pages; then the difference shows what changed.
@Suite struct RegistryTests {
  private struct Registry: Sendable, CustomTestStringConvertible {
    let file: String
    let title: String
    let entries: [(name: String, registration: Registration)]
    var testDescription: String { file }

    init<Entry: Registered>(_ file: String, _ title: String, _ type: Entry.Type) {
      self.file = file
      self.title = title
      entries = Entry.allCases.map { ($0.rawValue, $0.registration) }
    }

    var page: String {
      let rows = entries.sorted { $0.registration.number < $1.registration.number }
        .map { "| \($0.registration.number) | `\($0.name)` | \($0.registration.meaning) |" }
      return """
        # \(title)

        A number and its name are never reused. Written from `Sources/SemperModel/Registries` by `make docs`.

        | number | name | meaning |
        |---|---|---|
        \(rows.joined(separator: "\n"))

        """
    }

    var path: URL {
      var root = URL(filePath: #filePath)
      for _ in 0..<3 { root.deleteLastPathComponent() }
      return root.appending(path: "docs/registries/\(file).md")
    }
  }

  private static let registries = [
    Registry("statement-kinds", "Statement kinds", StatementKind.self),
    Registry("digest-purposes", "Digest purposes", DigestPurpose.self),
    Registry("refusal-codes", "Refusal codes", RefusalCode.self),
  ]

  @Test(arguments: registries) private func numbersAndNamesAreUnique(_ registry: Registry) {
    let numbers = registry.entries.map(\.registration.number)
    #expect(Set(numbers).count == numbers.count, "a number of \(registry.file) is used twice")
    #expect(numbers.allSatisfy { $0 > 0 })
    #expect(Set(registry.entries.map(\.name)).count == registry.entries.count)
  }

  @Test(arguments: registries) private func namesAreKebabCaseAndMeaningsAreSentences(_ registry: Registry) {
    for entry in registry.entries {
      #expect(entry.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(entry.name)")
      #expect(entry.registration.meaning.wholeMatch(of: /[A-Z][^|\n]+\./) != nil, "\(entry.registration.meaning)")
    }
  }

  @Test(arguments: registries) private func thePageHoldsTheSameLines(_ registry: Registry) throws {
    if ProcessInfo.processInfo.environment["SEMPER_WRITE_REGISTRIES"] != nil {
      try FileManager.default.createDirectory(
        at: registry.path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try registry.page.write(to: registry.path, atomically: true, encoding: .utf8)
    }
    let page = try String(contentsOf: registry.path, encoding: .utf8)
    #expect(
      page == registry.page,
      "docs/registries/\(registry.file).md differs from the code; run make docs and look at the difference")
  }

  /// Both go into the same tag, so one name would let a digest stand for a statement.
  @Test func noDigestPurposeIsAStatementKind() {
    #expect(Set(StatementKind.allCases.map(\.rawValue)).isDisjoint(with: DigestPurpose.allCases.map(\.rawValue)))
  }

  @Test func tagsAreWhatTheyAreDocumentedToBe() {
    #expect(DigestPurpose.exchangeTerms.tag == Array("semper/fx-terms/1".utf8) + [0])
    #expect(StatementKind.order.headerType == "semper-order+jws")
  }
}
