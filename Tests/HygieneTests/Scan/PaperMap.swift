/// `docs/paper-map.md`: each requirement of the paper, and the type and test that serve it.
///
/// A row is `| number | requirement | served | type | Suite/test |` or `| number | requirement | open | – | – |`.
struct PaperMap {
  struct Row: Equatable {
    let number: String
    let requirement: String
    let state: String
    let types: [String]
    let tests: [String]
  }

  let rows: [Row]

  init(_ text: String) {
    rows = text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.trimmingPrefix(while: \.isWhitespace) }
        .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
      guard cells.count == 5, cells[0].wholeMatch(of: /\d+|F\d+/) != nil else { return nil }
      func names(_ cell: String) -> [String] {
        cell == "–" ? [] : cell.split(separator: ",").map { $0.filter { $0 != " " && $0 != "`" } }
      }
      return Row(
        number: cells[0], requirement: cells[1], state: cells[2], types: names(cells[3]), tests: names(cells[4]))
    }
  }

  /// Rows 1 to 78 of the inventory and the nine different cells of Figure 2.
  static let expected = (1...78).map(String.init) + (1...9).map { "F\($0)" }

  func findings(types: Set<String>, tests: Set<String>) -> [Finding] {
    let path = "docs/paper-map.md"
    var findings = [Finding]()
    if rows.map(\.number) != Self.expected {
      findings.append(Finding(path, "the rows must be 1 to 78, then F1 to F9, each once and in order"))
    }
    for row in rows {
      switch row.state {
      case "open":
        if !row.tests.isEmpty { findings.append(Finding(path, "row \(row.number) is open but names a test")) }
      case "served":
        if row.types.isEmpty || row.tests.isEmpty {
          findings.append(Finding(path, "row \(row.number) is served by no type or no test"))
        }
        for type in row.types where !types.contains(type) {
          findings.append(Finding(path, "row \(row.number) names the type \(type), which does not exist"))
        }
        for test in row.tests where !tests.contains(test) {
          findings.append(
            Finding(path, "row \(row.number) names the test \(test), which does not exist or is disabled"))
        }
      default: findings.append(Finding(path, "row \(row.number) is neither served nor open"))
      }
    }
    return findings
  }

  /// Every declared type, by its bare name.
  static func types(in files: [SourceFile]) -> Set<String> {
    Set(
      files.flatMap { file in
        file.code.matches(of: /\b(?:struct|enum|class|actor|protocol|typealias)\s+(\w+)/).map { String($0.1) }
      })
  }

  /// Every test that runs, as `Suite/test`. A suite is a type at the top of its file.
  static func tests(in files: [SourceFile]) -> Set<String> {
    var found = Set<String>()
    for file in files {
      var suite = ""
      let place =
        /(?m)(?:^(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)*?(?:struct|enum|class|actor|extension)\s+(\w+))|(@Test\b[^{}]*?\bfunc\s+(\w+|`[^`]+`))/
      for match in file.code.matches(of: place) {
        if let name = match.1 {
          suite = String(name)
        } else if let declaration = match.2, let name = match.3, !declaration.contains(".disabled") {
          found.insert("\(suite)/\(name)")
        }
      }
    }
    return found
  }
}
