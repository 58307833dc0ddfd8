import Foundation

/// A folder for one demonstration, gone when the test is over.
final class DemoFolder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("semper-scenario-\(UUID().uuidString)").path
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func demo(_ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["demo", "--headless", "--json", "--dir", path] + arguments)
  }
}
