import Foundation

/// A directory for one test, removed with its contents when the last user lets it go.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("semper-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(of name: String) -> String { "\(path)/\(name)" }

  /// All bytes of all files in here and below.
  func allBytes() throws -> [UInt8] {
    try FileManager.default.subpathsOfDirectory(atPath: path).flatMap { name in
      Array(FileManager.default.contents(atPath: self.path(of: name)) ?? Data())
    }
  }

  func mode(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(of: name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }
}
