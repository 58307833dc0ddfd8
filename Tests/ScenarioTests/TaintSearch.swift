import Foundation
import Testing

/// Searches files and the memory of a process for the digits of a card or the words of an order, by `Tests/Scenarios/taint.py`, which
/// knows nothing of this package.
enum TaintSearch {
  struct Found {
    /// How many bytes were read.
    let bytes: Int
    /// What was found, each as often as it was.
    let what: [String]
    /// Where what was found, for a person.
    let places: [String]
    /// How likely a card that nobody has shown would have been found too; `nil` where one was found.
    let chance: Double?

    func holds(_ what: String, in place: String) -> Bool {
      places.contains { $0.hasPrefix(place) && $0.contains(": \(what): ") }
    }
  }

  static let program = SemperProgram.root + "/Tests/Scenarios/taint.py"

  /// - Parameter question: as the program has it.
  static func find(_ question: [String: Any], in process: Int32? = nil) throws -> Found {
    let words = String(decoding: try JSONSerialization.data(withJSONObject: question), as: UTF8.self)
    let answer = try run(["search", words], process)
    let found = try #require(answer["found"] as? [[String: String]])
    return Found(
      bytes: try #require(answer["bytes"] as? Int), what: found.compactMap { $0["what"] },
      places: found.map { "\($0["where"] ?? ""): \($0["what"] ?? ""): \($0["around"] ?? "")" },
      chance: answer["chance"] as? Double)
  }

  /// The secret of a card in the memory of a gateway that has opened a payment, if it has not been overwritten yet.
  static func secret(of number: String, in process: Int32) throws -> String? {
    try run(["secret", number], process)["secret"] as? String
  }

  /// Opens the memory itself, since only who has started a process may do so on every machine.
  private static func run(_ arguments: [String], _ process: Int32?) throws -> [String: Any] {
    let memory = try process.map { try FileHandle(forReadingFrom: URL(filePath: "/proc/\($0)/mem")) }
    defer { try? memory?.close() }
    let run = try SemperProgram.run(
      ["python3", program] + arguments + (process.map { ["\($0)"] } ?? []), program: "/usr/bin/env",
      input: memory ?? .nullDevice)
    #expect(run.status == 0, "\(run.errors)")
    return try run.object()
  }
}
