import Foundation

/// A directory for one test, removed with its contents when the last user lets it go.
final class TemporaryDirectory: Sendable {
  private let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("semper-set-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(of name: String) -> String { "\(path)/\(name)" }
}
