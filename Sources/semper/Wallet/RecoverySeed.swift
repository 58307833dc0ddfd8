import Foundation
import SemperCoding
import SemperCryptography
import SemperWallet

/// The 32 bytes from which a wallet's keys and coins can be made again, as a line of text in a file.
struct RecoverySeed: Discreet {
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

  /// Writes the seed into a new file for its owner only; returns when it will survive a power cut. What is there already may
  /// be the seed of another wallet, and is left alone.
  func write(to path: String) throws {
    let file = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw WalletError(.notPossible, errno == EEXIST ? .errorSeedExists : .errorSeedWrite, ["path": path])
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    try handle.write(contentsOf: Data((Base64URL.encode(bytes) + "\n").utf8))
    try handle.synchronize()
    try handle.close()
    let parent = (path as NSString).deletingLastPathComponent
    let folder = Glibc.open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw WalletError(.notPossible, .errorSeedWrite, ["path": path]) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw WalletError(.notPossible, .errorSeedWrite, ["path": path]) }
  }
}
