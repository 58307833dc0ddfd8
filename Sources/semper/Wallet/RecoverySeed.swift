import Foundation
import SemperCoding
import SemperWallet

/// The 32 bytes from which a wallet's keys and coins can be made again, as a line of text in a file.
struct RecoverySeed {
  let bytes: [UInt8]

  static func draw() -> RecoverySeed {
    var generator = SystemRandomNumberGenerator()
    return RecoverySeed(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  static func read(from path: String) throws -> RecoverySeed {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WalletError(.notFound, .errorSeed, ["path": path])
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = try? Base64URL.decode(text), bytes.count == 32 else {
      throw WalletError(.notUnderstood, .errorSeedForm, ["path": path])
    }
    return RecoverySeed(bytes: bytes)
  }

  func write(to path: String) throws {
    let line = Data((Base64URL.encode(bytes) + "\n").utf8)
    guard FileManager.default.createFile(atPath: path, contents: line, attributes: [.posixPermissions: 0o600]) else {
      throw WalletError(.notPossible, .errorSeedWrite, ["path": path])
    }
  }
}
