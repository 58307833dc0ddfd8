import Foundation

/// Another process of a measurement, by default this program with other arguments.
final class Child {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  var identifier: Int32 { process.processIdentifier }

  /// Where this program lies, and beside it the others of the same build.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()

  init(_ arguments: [String], program: URL = Child.program, log: String? = nil) throws {
    process.executableURL = program
    process.arguments = arguments
    if let log {
      guard FileManager.default.createFile(atPath: log, contents: nil), let file = FileHandle(forWritingAtPath: log)
      else { throw BenchmarkError("\(log) cannot be written") }
      process.standardError = file
    }
    process.standardInput = input
    process.standardOutput = output
    Self.unblockSignals()
    try process.run()
  }

  /// The next line of its standard output as a value.
  func next<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(unread[..<end])
        unread = Data(unread[(end + 1)...])
        return try JSONDecoder().decode(Value.self, from: line)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw BenchmarkError("a process of the measurement ended early") }
      unread += more
    }
  }

  /// Asks it to end and waits until it has.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  func wait() throws {
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw BenchmarkError("a process of the measurement failed") }
  }

  /// A child inherits what this thread blocks, and the threads of tasks block all signals; `openssl speed` would then never
  /// be told that its time is over.
  private static func unblockSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
  }

  /// Runs a program of the system to its end.
  static func output(of command: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    Self.unblockSignals()
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw BenchmarkError("\(command[0]) failed") }
    return text
  }
}
