import Foundation
import SemperCoding

/// A folder of golden journals, `NAME.json` each.
///
/// With `SEMPER_WRITE_VECTORS` in the environment those that are not there are written; none is ever written again.
public struct GoldenFolder: Sendable {
  private let folder: URL

  /// - Parameter file: the source of the test, so many `levels` of folders below `Tests` (`#filePath`).
  public init(_ name: String, besides file: String, levels: Int) {
    var tests = URL(filePath: file)
    for _ in 0...levels { tests.deleteLastPathComponent() }
    folder = tests.appending(path: "Vectors/journals/\(name)")
  }

  public func journal(_ name: String) throws -> GoldenJournal {
    try GoldenJournal(canonicalBytes: Array(Data(contentsOf: file(name))))
  }

  /// Writes what is missing, when that is wanted.
  public func keep(_ name: String, _ journal: () async throws -> GoldenJournal) async throws {
    guard ProcessInfo.processInfo.environment["SEMPER_WRITE_VECTORS"] != nil,
      !FileManager.default.fileExists(atPath: file(name).path)
    else { return }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await Data(journal().canonicalBytes).write(to: file(name))
  }

  private func file(_ name: String) -> URL { folder.appending(path: "\(name).json") }
}
