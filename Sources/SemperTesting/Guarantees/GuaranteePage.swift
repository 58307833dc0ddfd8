package import Foundation

/// `docs/guarantees.md`: text for people, with parts between marks that the tests write.
package struct GuaranteePage {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardized
  private static let place = root.appending(path: "docs/guarantees.md")

  private static func marks(_ part: String) -> (begin: String, end: String) {
    ("<!-- \(part): written by the tests -->\n\n", "\n\n<!-- end of \(part) -->")
  }

  /// What the page has in a part; `nil` where the marks are missing.
  package static func part(_ name: String) throws -> String? {
    let page = try String(contentsOf: place, encoding: .utf8)
    return range(of: name, in: page).map { String(page[$0]) }
  }

  private static func range(of part: String, in page: String) -> Range<String.Index>? {
    let (begin, end) = marks(part)
    guard let start = page.range(of: begin), let stop = page.range(of: end, range: start.upperBound..<page.endIndex)
    else { return nil }
    return start.upperBound..<stop.lowerBound
  }

  /// What the page has in a part; `nil` where the marks are missing. Writes the part first when that is asked for.
  package static func part(_ name: String, being text: String) throws -> String? {
    var page = try String(contentsOf: place, encoding: .utf8)
    guard let part = range(of: name, in: page) else { return nil }
    guard ProcessInfo.processInfo.environment["SEMPER_WRITE_REGISTRIES"] != nil else { return String(page[part]) }
    page.replaceSubrange(part, with: text)
    try page.write(to: place, atomically: true, encoding: .utf8)
    return text
  }

  package static func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head, head.map { _ in "---" }] + rows
    return lines.map { $0.map { $0 == "---" ? "---" : " \($0) " }.joined(separator: "|") }
      .map { "|\($0)|" }.joined(separator: "\n")
  }
}
