import Foundation

/// A leap of one process's clock that is going to happen: the library that brings it, and the file by which it is told.
struct PreparedLeap: Sendable {
  /// The name of the process.
  let name: String
  let leap: ProcessLeap
  private let library: String
  private let file: String

  /// - Parameter library: `libSemperFall.so`.
  init(_ leap: ProcessLeap, of name: String, library: String, directory: String) {
    self.name = name
    self.leap = leap
    self.library = library
    file = "\(directory)/\(name)-clock"
  }

  var environment: [String: String] { ["LD_PRELOAD": library, "SEMPER_CLOCK_FILE": file] }

  /// The clock is right until it leaps. To be called before the process starts.
  func prepare() throws {
    guard FileManager.default.isReadableFile(atPath: library) else {
      throw DemoError(.exchangeErrorLibrary, ["path": library])
    }
    try set(0)
  }

  /// From now on, also after a restart.
  func happen() throws { try set(leap.seconds) }

  /// Written over what is there, because the process has that file in its memory.
  private func set(_ seconds: Int64) throws {
    let bytes = withUnsafeBytes(of: seconds) { Data($0) }
    if !FileManager.default.fileExists(atPath: file) {
      guard FileManager.default.createFile(atPath: file, contents: bytes) else {
        throw DemoError(.exchangeErrorFile, ["path": file])
      }
      return
    }
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
    try handle.write(contentsOf: bytes)
    try handle.close()
  }
}
