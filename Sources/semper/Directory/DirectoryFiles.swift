import ArgumentParser
import Foundation
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel
import SemperServers

/// The files that commands of a directory read and write, and what they print.
enum DirectoryFiles {
  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw ValidationError("\(path) cannot be read") }
    return Array(data)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  }

  /// Public keys (P-256) in PEM, one for each file.
  static func keys(_ paths: [String]) throws -> [PublicKey] {
    try paths.map { path in
      do { return try PublicKey(pem: String(decoding: read(path), as: UTF8.self)) } catch let error as CryptographyError
      {
        throw ValidationError("\(path): \(error.message)")
      }
    }
  }

  static func statement(_ path: String) throws -> SignedStatement {
    do { return try SignedStatement(bytes: read(path)) } catch let error as CodingError {
      throw ValidationError("\(path) is no signed statement: \(error)")
    }
  }

  static func submission(_ path: String) throws -> DirectoryChanges.Submission {
    do { return try DirectoryChanges.Submission(canonicalBytes: read(path), limits: .submission) } catch let error
      as CodingError
    {
      throw ValidationError("\(path) is no submission, such as `semper directory submission` writes: \(error)")
    }
  }

  static func package(_ path: String) throws -> UnverifiedPackage { try UnverifiedPackage(bytes: read(path)) }

  /// The versions of what is public now.
  static func show(_ edition: DirectoryEdition) { Output.json(EditionNumbers(edition).json) }
}
