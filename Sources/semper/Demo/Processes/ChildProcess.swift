import Foundation
import SemperWallet

/// A process of the demo's own making: started, watched, and ended by signals like any process from outside.
actor ChildProcess {
  nonisolated let name: String
  private let executable: String
  private let arguments: [String]
  private let environment: [String: String]
  private let log: String
  private var process: Process?
  private var input: FileHandle?
  private(set) var lines: LineStream?
  private var exit: Task<Int32, Never>?

  /// - Parameter log: the file to which its standard error is appended.
  init(
    _ name: String, _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    log: String
  ) {
    self.name = name
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.log = log
  }

  var isRunning: Bool { process?.isRunning ?? false }

  /// Its number while it runs.
  var number: Int32? { isRunning ? process?.processIdentifier : nil }

  /// Starts it; more arguments may be given than at the first start, such as the port it had.
  func start(adding more: [String] = []) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments + more
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let output = Pipe()
    let input = Pipe()
    process.standardOutput = output
    process.standardInput = input
    let errors = try appending(to: log)
    process.standardError = errors
    let (ended, end) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = { process in
      ChildRegister.leave(process.processIdentifier)
      end.yield(process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus)
      end.finish()
    }
    try ChildRegister.enter {
      try SignalMask.empty { try process.run() }
      return process.processIdentifier
    }
    self.process = process
    self.input = input.fileHandleForWriting
    lines = LineStream(output.fileHandleForReading)
    // Foundation keeps a process longer than it lives. A demonstration starts hundreds, and past 1024 descriptors its start of another
    // one writes outside its memory.
    try errors.close()
    try output.fileHandleForReading.close()
    let written = input.fileHandleForWriting
    exit = Task {
      for await status in ended {
        try? written.close()
        return status
      }
      return -1
    }
  }

  /// The next line of its standard output; `nil` when it has ended.
  func nextLine() async -> String? { await lines?.next() }

  func write(_ line: String) {
    try? input?.write(contentsOf: Data((line + "\n").utf8))
  }

  /// Nothing is asked of it on the way out.
  func killHard() async { await end(with: SIGKILL) }

  /// Lets it finish what it does.
  func stop() async { await end(with: SIGTERM) }

  private func end(with signal: Int32) async {
    guard let process, process.isRunning else { return }
    kill(process.processIdentifier, signal)
    _ = await exit?.value
  }

  /// Waits for its end. A negative status is the signal that ended it.
  func wait() async -> Int32 { await exit?.value ?? -1 }

  private func appending(to path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw DemoError(.demoErrorLog, ["path": path])
    }
    try handle.seekToEnd()
    return handle
  }
}
