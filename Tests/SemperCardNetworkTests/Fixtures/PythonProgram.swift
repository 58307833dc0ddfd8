import Foundation
import SemperTesting
import Synchronization
import Testing

/// A Python program of `Tests/Oracles` that runs beside the test and prints lines.
final class PythonProgram: Sendable {
  private let process: Process
  private let output: FileHandle
  private let bytes = Mutex<[UInt8]>([])

  init(_ script: String, _ arguments: [String]) throws {
    let pipe = Pipe()
    process = try Oracle.program(script, arguments)
    process.standardOutput = pipe
    output = pipe.fileHandleForReading
    try process.run()
  }

  deinit {
    // Not SIGTERM: threads of a test block it, and a child inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The next line that it prints; waits for it.
  func line() throws -> String {
    let line = bytes.withLock { bytes -> String? in
      while true {
        if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
          defer { bytes.removeFirst(end + 1) }
          return String(decoding: bytes[..<end], as: UTF8.self)
        }
        let more = output.availableData
        if more.isEmpty { return nil }
        bytes += more
      }
    }
    return try #require(line, "the program ended")
  }
}
