import Foundation
import Testing

/// Other people's programs, as independent judges of what ours writes and reads.
enum Oracle {
  static let root: URL = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder
  }()

  /// Runs `Tests/Oracles/<script>.py` in the environment that `make deps` prepares.
  static func python(_ script: String, _ input: [UInt8]) throws -> [UInt8] {
    let path =
      ProcessInfo.processInfo.environment["SEMPER_ORACLES"] ?? root.appending(path: ".venv-oracles/bin/python3").path
    try #require(FileManager.default.isExecutableFile(atPath: path), "the oracles are not installed; run make deps")
    let (status, output) = try run(path, [root.appending(path: "Tests/Oracles/\(script).py").path], input)
    try #require(status == 0, "Tests/Oracles/\(script).py failed")
    return output
  }

  private static func run(
    _ path: String, _ arguments: [String], _ input: [UInt8]
  ) throws -> (status: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
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
