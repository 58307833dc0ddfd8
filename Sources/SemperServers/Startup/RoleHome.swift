import Foundation
import SemperArchive
public import SemperArchiveSQLite
package import SemperCryptography

/// The home of a server, which opens without a person, and the keys in it.
public struct RoleHome: Sendable {
  private static let signingKey = "role-signing"
  public let home: Home

  /// Opens the home in this directory, making it at the first start.
  public init(at path: String) throws {
    if Home.exists(at: path) {
      home = try Home.openUnattended(at: path)
    } else {
      let parent = (path as NSString).deletingLastPathComponent
      if !parent.isEmpty {
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      }
      home = try Home.createUnattended(at: path)
    }
  }

  /// Gives the home to whoever opens it next.
  public func close() throws { try home.close() }

  /// The key that the role signs with, made when it is first asked for.
  package func signingKey() async throws -> SigningKey { try await signingKey(named: Self.signingKey) }

  func signingKey(named name: String) async throws -> SigningKey {
    try SigningKey(.es256, rawRepresentation: await secret(named: name) { SigningKey().rawRepresentation })
  }

  func sealingKey(named name: String) async throws -> SealingKey {
    try SealingKey(rawRepresentation: await secret(named: name) { SealingKey().rawRepresentation })
  }

  private func secret(named name: String, _ make: () -> [UInt8]) async throws -> [UInt8] {
    if let known = try await home.archive.keys.secret(named: name) { return known }
    let made = make()
    try await home.archive.keys.store(made, named: name)
    return made
  }

  /// Writes a small public file into the home, at once or not at all.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: home.path).appending(path: name), options: .atomic)
  }
}
