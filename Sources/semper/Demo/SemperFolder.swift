import Foundation

/// Semper's own folder, with the terms of business and the built courses that a demonstration uses.
struct SemperFolder {
  /// The program that runs, which was built somewhere under that folder.
  let program: String

  /// Where a file or folder is: as it is named from here, or else under the folders above the program. `nil` when it is nowhere.
  func find(_ path: String) -> String? {
    let here = URL(fileURLWithPath: path).path
    if FileManager.default.fileExists(atPath: here) { return here }
    guard !path.hasPrefix("/") else { return nil }
    var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
    while folder.path != "/" {
      let found = folder.appending(path: path).path
      if FileManager.default.fileExists(atPath: found) { return found }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }
}
