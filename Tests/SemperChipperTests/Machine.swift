import Foundation
import Testing

/// What this machine has for smart cards.
enum Machine {
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

  /// Debian's token in software.
  static let softToken = "/usr/lib/softhsm/libsofthsm2.so"
  static let hasSoftToken =
    [softToken, "/usr/bin/softhsm2-util"].allSatisfy { FileManager.default.fileExists(atPath: $0) }

  static let advice =
    "without \(lacks.joined(separator: ", ")) cards are tried in-process only; make deps installs what can be installed"

  static func station() throws -> String { try program("CardStation") }

  /// One of the programs that the same build made.
  static func program(_ name: String) throws -> String {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    let built = folder.path + "/.build/debug/\(name)"
    try #require(FileManager.default.isExecutableFile(atPath: built), "\(name) is not built")
    return built
  }

  /// Runs in mount, network and process namespaces of its own, with a /proc that fits: libdispatch counts its running threads
  /// there, and traps where it finds none.
  static func isolated(_ command: [String]) throws -> (status: Int32, output: String) {
    try run(["/usr/bin/unshare", geteuid() == 0 ? "-mnpf" : "-Urmnpf", "--mount-proc"] + command)
  }

  /// Runs to the end. Output goes through a file, so that nothing waits for a full pipe.
  static func run(
    _ command: [String], environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
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
