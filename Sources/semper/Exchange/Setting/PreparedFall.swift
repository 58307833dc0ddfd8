import Foundation

/// A fall of one process that is going to happen: the library that brings it, and the file that says whether it has.
struct PreparedFall: Sendable {
  /// The name of the process.
  let name: String
  let fall: ProcessFall
  private let library: String
  private let file: String

  /// - Parameter library: `libSemperFall.so`.
  init(_ fall: ProcessFall, of name: String, library: String, directory: String) {
    self.name = name
    self.fall = fall
    self.library = library
    file = "\(directory)/\(name)-falls"
  }

  var environment: [String: String] {
    var values = ["LD_PRELOAD": library, "SEMPER_FALL_AT": String(fall.write), "SEMPER_FALL_FILE": file]
    if fall.isAfter { values["SEMPER_FALL_AFTER"] = "1" }
    return values
  }

  /// From now on writes are counted.
  func arm() throws {
    guard FileManager.default.isReadableFile(atPath: library) else {
      throw DemoError(.exchangeErrorLibrary, ["path": library])
    }
    guard FileManager.default.createFile(atPath: file, contents: nil) else {
      throw DemoError(.exchangeErrorFile, ["path": file])
    }
  }

  var hasHappened: Bool { !FileManager.default.fileExists(atPath: file) }
}
