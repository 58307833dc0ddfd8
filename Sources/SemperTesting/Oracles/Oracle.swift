public import Foundation

/// Other people's programs, as independent judges of what ours writes and reads.
public enum Oracle {
  /// The repository's root.
  public static let root: URL = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder
  }()

  /// `Tests/Oracles/<script>.py`, not started, in the environment that `make deps` prepares. Throws an `OracleError` where that is
  /// missing.
  public static func program(_ script: String, _ arguments: [String] = []) throws -> Process {
    let path =
      ProcessInfo.processInfo.environment["SEMPER_ORACLES"] ?? root.appending(path: ".venv-oracles/bin/python3").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw OracleError(description: "the oracles are not installed; run make deps")
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = [root.appending(path: "Tests/Oracles/\(script).py").path] + arguments
    return process
  }

  /// Runs `Tests/Oracles/<script>.py` to its end. Throws an `OracleError` where it fails, and what `program` throws.
  public static func python(_ script: String, _ input: [UInt8]) throws -> [UInt8] {
    let (status, output) = try run(program(script), input)
    guard status == 0 else { throw OracleError(description: "Tests/Oracles/\(script).py failed") }
    return output
  }

  /// Runs openssl(1) and returns its status with what it wrote.
  public static func openssl(_ arguments: [String], _ input: [UInt8] = []) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    process.standardError = FileHandle.nullDevice
    let (status, output) = try run(process, input)
    return (status, String(decoding: output, as: UTF8.self))
  }

  /// Files for a program to read, by their names, gone when the test has ended with them.
  public static func withFiles<Result>(
    _ contents: [String: [UInt8]], _ body: ([String: String]) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var paths = [String: String]()
    for (name, bytes) in contents {
      let file = folder.appending(path: name)
      try Data(bytes).write(to: file)
      paths[name] = file.path
    }
    return try body(paths)
  }

  private static func run(_ process: Process, _ input: [UInt8]) throws -> (status: Int32, output: [UInt8]) {
    // A file, because a pipe blocks when both sides write more than it holds.
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(input).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, Array(bytes))
  }
}
