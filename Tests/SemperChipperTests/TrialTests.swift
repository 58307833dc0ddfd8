import CardTrials
import Foundation
import Testing

/// The trials of purse and module, in this process and behind real PC/SC.
@Suite struct TrialTests {
  @Test(arguments: CardTrial.allCases) func inProcess(_ trial: CardTrial) async throws {
    try await trial.run(on: InProcessStand())
  }

  /// pcscd with two virtual slots in a network of its own, our cards in them, our terminals and OpenSC's as clients.
  @Test(.enabled(if: Machine.lacks.isEmpty, Comment(rawValue: Machine.advice)))
  func overRealReaders() throws {
    let run = try Machine.isolated([Machine.folder + "/run.sh", Machine.station()])
    #expect(run.status == 0, "\(run.output)")
    let done = run.output.split(separator: "\n").filter { $0.hasPrefix("done: ") }
    #expect(done.count == CardTrial.allCases.count + 1, "\(run.output)")
  }
}

/// What this machine has for smart cards.
private enum Machine {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "CardStation").path

  static let lacks: [String] = {
    let files = [
      "/usr/sbin/pcscd": "pcscd", "/etc/reader.conf.d/vpcd": "vsmartcard-vpcd", "/usr/bin/opensc-tool": "opensc",
    ]
    var missing = files.filter { !FileManager.default.fileExists(atPath: $0.key) }.map(\.value).sorted()
    if missing.isEmpty, (try? isolated(["true"]).status) != 0 { missing = ["a right to make namespaces"] }
    return missing
  }()

  static let advice =
    "without \(lacks.joined(separator: ", ")) cards are tried in-process only; make deps installs what can be installed"

  static func station() throws -> String {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appending(path: "CardStation").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    let built = folder.path + "/.build/debug/CardStation"
    try #require(FileManager.default.isExecutableFile(atPath: built), "CardStation is not built")
    return built
  }

  /// Runs in mount, network and process namespaces of its own.
  static func isolated(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = [geteuid() == 0 ? "-mnpf" : "-Urmnpf"] + command
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forWritingTo: file)
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: file, encoding: .utf8))
  }
}
