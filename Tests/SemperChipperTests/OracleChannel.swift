import Foundation
import SemperChipper
import SemperCryptography
import SemperTesting
import Synchronization
import Testing

/// A card of the independent implementation, written from docs/chipper.md alone, in a process of its own.
final class OracleChannel: CardChannel {
  private let process: Process
  private let input = Pipe()
  private let output = Pipe()
  private let turn = Mutex(())

  /// - Parameter setup: the personalisation, as `Tests/Oracles/chipper.py` reads it.
  init(_ setup: [String: Any]) throws {
    process = try Oracle.program("chipper")
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = try JSONSerialization.data(withJSONObject: setup) + Data("\n".utf8)
    try input.fileHandleForWriting.write(contentsOf: line)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    do {
      return try turn.withLock { _ in
        let text = command.bytes.map { String(format: "%02x", $0) }.joined()
        try input.fileHandleForWriting.write(contentsOf: Data((text + "\n").utf8))
        return try ResponseAPDU(bytes: bytes(of: line()))
      }
    } catch {
      throw CardFailure(.noAnswer, "the oracle does not answer: \(error)")
    }
  }

  private func line() throws -> String {
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
      line += byte
    }
    return String(decoding: line, as: UTF8.self)
  }

  private func bytes(of text: String) -> [UInt8] {
    let digits = Array(text.utf8).compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  func hold() async throws(CardFailure) {}
  func release() async {}
}
