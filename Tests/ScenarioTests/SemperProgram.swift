import Foundation

/// The built programs, run as a person or another tool runs them.
struct SemperProgram {
  struct Run {
    let status: Int32
    let output: String
    let errors: String

    /// The one JSON object on standard output.
    ///
    /// Read by Foundation and looked into by name, and not by the types that wrote it: what a command prints is a contract
    /// with other people's programs, and this is an independent reading of it, which notices when a name or a form changes.
    func object() throws -> [String: Any] {
      let line = output.split(separator: "\n").last.map(String.init) ?? ""
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        throw Unreadable(text: output + errors)
      }
      return object
    }

    /// The one JSON list of objects there, likewise.
    func list() throws -> [[String: Any]] {
      let line = output.split(separator: "\n").last.map(String.init) ?? ""
      guard let list = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [[String: Any]] else {
        throw Unreadable(text: output + errors)
      }
      return list
    }
  }

  struct Unreadable: Error, CustomStringConvertible {
    let text: String
    var description: String { "not one JSON object: \(text.prefix(2_000))" }
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Beside the test bundle, where the same build put it.
  static func path(_ name: String) throws -> String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<3 {
      let candidate = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    let built = root + "/.build/debug/" + name
    guard FileManager.default.isExecutableFile(atPath: built) else { throw Unreadable(text: "\(name) is not built") }
    return built
  }

  /// The environment of a program that speaks English unless the test says otherwise, whatever the machine's person speaks.
  static func surroundings(_ more: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }.merging(more) { $1 }
  }

  /// Runs to the end. Output goes through files, so that nothing waits for a full pipe.
  ///
  /// - Parameters:
  ///   - program: another one than `semper`, by its path.
  ///   - folder: where it is started.
  ///   - input: its standard input; else it has none.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], program: String? = nil, at folder: String = root,
    input: FileHandle = .nullDevice
  ) throws -> Run {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("semper-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try program ?? path("semper"))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = surroundings(environment)
    process.standardInput = input
    let files = try ["output", "errors"].map { name in
      let url = place.appendingPathComponent(name)
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
      return try FileHandle(forWritingTo: url)
    }
    process.standardOutput = files[0]
    process.standardError = files[1]
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) -> String {
      (try? String(contentsOf: place.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }
    return Run(status: process.terminationStatus, output: text("output"), errors: text("errors"))
  }

  /// The code of a shop's first offer, as somebody else's program reads the shop's list.
  static func firstOffer(at shop: String) throws -> String {
    let reader = "import json, sys, urllib.request as r; print(json.load(r.urlopen(sys.argv[1]))[0]['code'])"
    let run = try run(["python3", "-c", reader, shop + "/offers"], program: "/usr/bin/env")
    guard run.status == 0, let code = run.output.split(separator: "\n").first else {
      throw Unreadable(text: run.output + run.errors)
    }
    return String(code)
  }
}
