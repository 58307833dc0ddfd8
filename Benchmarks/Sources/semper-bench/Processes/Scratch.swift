import Foundation

/// A directory for one measurement, removed afterwards. It lies where `TMPDIR` says, so that another disk can be measured.
struct Scratch {
  let path: String

  static func with<Result>(_ body: (Scratch) throws -> Result) throws -> Result {
    let scratch = try Scratch()
    defer { try? FileManager.default.removeItem(atPath: scratch.path) }
    return try body(scratch)
  }

  static func withAsync<Result>(_ body: (Scratch) async throws -> Result) async throws -> Result {
    let scratch = try Scratch()
    defer { try? FileManager.default.removeItem(atPath: scratch.path) }
    return try await body(scratch)
  }

  private init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "semper-bench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}
