import Foundation

/// `semper` while it runs: what it says is waited for, it is told things, and it gets signals, as from a terminal.
final class RunningProgram {
  struct Ended: Error, CustomStringConvertible {
    let description: String
  }

  private let process = Process()
  private let output = Pipe()
  private let input = Pipe()
  private var said = ""

  /// Standard output and error are one, as on a terminal.
  ///
  /// - Parameter program: another one of those that were built, or any by its path.
  init(_ arguments: [String], environment: [String: String] = [:], program: String = "semper") throws {
    process.executableURL = URL(fileURLWithPath: try program.hasPrefix("/") ? program : SemperProgram.path(program))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: SemperProgram.root)
    process.environment = SemperProgram.surroundings(environment)
    process.standardOutput = output
    process.standardError = output
    process.standardInput = input
    // A shell lets all signals through to what it starts; the thread of a test may not.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Everything it has said, once that holds the text.
  func wait(for text: String) throws -> String {
    try wait(for: "“\(text)”") { $0.contains(text) }
  }

  /// Everything it has said, once that is enough.
  func wait(for what: String, _ isEnough: (String) -> Bool) throws -> String {
    while !isEnough(said) {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw Ended(description: "it ended without \(what): \(said)") }
      said += String(decoding: data, as: UTF8.self)
    }
    return said
  }

  /// Where a role answers, which it says when it does. What it says of its role comes after that, so the address is whole.
  func address() throws -> String {
    let parts = try wait(for: "\"role\":\"").components(separatedBy: "{\"address\":\"")
    guard parts.count > 1, let address = parts.last?.components(separatedBy: "\"").first else {
      throw Ended(description: "it does not say where it answers: \(said)")
    }
    return address
  }

  func say(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

  /// Bytes on its standard input, and then nothing more.
  func pour(_ bytes: Data) throws { try input.fileHandleForWriting.write(contentsOf: bytes) }
  func endInput() throws { try input.fileHandleForWriting.close() }

  var number: Int32 { process.processIdentifier }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Its exit status after it has ended by itself, and what it said.
  func end() -> (status: Int32, said: String) {
    while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
      said += String(decoding: data, as: UTF8.self)
    }
    process.waitUntilExit()
    return (process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus, said)
  }
}
