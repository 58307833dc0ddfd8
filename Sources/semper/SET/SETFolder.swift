import ArgumentParser
import Foundation

/// A folder that a command about SET writes, and nobody else may read the keys in.
struct SETFolder {
  let url: URL

  /// Throws `ValidationError` for a folder that has something in it.
  init(_ path: String) throws {
    url = URL(filePath: path)
    let files = FileManager.default
    if let found = try? files.contentsOfDirectory(atPath: url.path), !found.isEmpty {
      throw ValidationError("The folder \(path) is not empty; name another one.")
    }
    try files.createDirectory(
      at: url.appending(path: "keys"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  func write(_ bytes: [UInt8], as name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func write(key text: String, as name: String) throws {
    let path = url.appending(path: "keys/\(name)").path
    guard
      FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    else { throw ValidationError("\(path) cannot be written; make room or choose another folder.") }
  }

  func write(certificate text: String, as name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: "keys/\(name)"))
  }
}
