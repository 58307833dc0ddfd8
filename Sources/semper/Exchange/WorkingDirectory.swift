import Foundation
import SemperWallet

/// The folder of one run, which must be a new one, so that nothing is mixed up.
enum WorkingDirectory {
  static func make(_ wanted: String?, named name: String) throws -> String {
    if let wanted, FileManager.default.fileExists(atPath: wanted) {
      throw WalletError(.notPossible, .errorFolder, ["path": wanted])
    }
    let number = ProcessInfo.processInfo.processIdentifier
    let path = wanted ?? FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(number)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return URL(fileURLWithPath: path).path
  }
}
