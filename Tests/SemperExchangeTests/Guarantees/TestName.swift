import Foundation
import SemperTesting

/// A test by its suite and its function, as the page names it.
struct TestName: Hashable, CustomStringConvertible {
  let suite: String
  let function: String

  init(_ suite: String, _ function: String) {
    self.suite = suite
    self.function = function
  }

  var description: String { "`\(suite)/\(function)`" }

  /// The text of the file that holds the test; `nil` when there is no such test, or when it is disabled.
  func file() throws -> String? {
    let folder = GuaranteePage.root.appending(path: "Tests")
    for case let url as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
    where url.lastPathComponent == "\(suite).swift" {
      let text = try String(contentsOf: url, encoding: .utf8)
      guard text.contains("struct \(suite) {"), let place = text.range(of: "func \(function)(") else { continue }
      let before = text[..<place.lowerBound]
      let attribute = before.range(of: "@Test", options: .backwards).map { before[$0.lowerBound...] } ?? ""
      return attribute.contains("func ") || attribute.contains(".disabled") || attribute.isEmpty ? nil : text
    }
    return nil
  }
}
