import Foundation
import SemperCoding
import SemperModel

/// Standard output, the only place where results go, and standard error for complaints. Nothing that came from outside can
/// move the cursor or hide itself there.
enum Output {
  static func line(_ text: String) { write(text, to: .standardOutput) }
  static func complaint(_ text: String) { write(text, to: .standardError) }
  static func json(_ value: JSON) { line(String(decoding: CanonicalJSON.encode(value), as: UTF8.self)) }

  private static func write(_ text: String, to file: FileHandle) {
    let shown = text.split(separator: "\n", omittingEmptySubsequences: false).map { HumanText.line(String($0)) }
    // Whoever reads may have had enough, as `head` has.
    try? file.write(contentsOf: Data((shown.joined(separator: "\n") + "\n").utf8))
  }
}
