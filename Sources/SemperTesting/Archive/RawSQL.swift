import Foundation

/// SQL from outside, past all of our code: what somebody with the file in hand can do.
public enum RawSQL {
  /// What SQLite, or Python, had to say against it.
  public struct Failure: Error { public let message: String }

  /// Runs the statements in a Python process and returns what it printed: the rows of the last one.
  @discardableResult
  public static func run(_ statements: [String], on path: String) throws -> String {
    let program = """
      import json, sqlite3, sys
      base = sqlite3.connect(sys.argv[1], isolation_level=None)
      for statement in json.loads(sys.argv[2]):
          rows = base.execute(statement).fetchall()
      print(rows)
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", program, path, String(decoding: try JSONEncoder().encode(statements), as: UTF8.self),
    ]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(message: String(decoding: complaint, as: UTF8.self))
    }
    return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
