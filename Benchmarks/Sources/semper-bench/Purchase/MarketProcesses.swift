import Foundation
import SemperCoding
import SemperModel

/// Authority, bank, arbiter and shop as the program `semper` serves them, each a process with a home of its own.
final class MarketProcesses {
  /// What a role writes to its standard output when it is ready.
  private struct Ready: Codable { let address: String }

  private let directory: String
  private let program: URL
  private var processes: [(role: String, process: Child)] = []
  private var arguments: [String: [String]] = [:]
  private var addresses: [String: String] = [:]

  init(in directory: String, program: URL) {
    self.directory = directory
    self.program = program
  }

  var trust: String { "\(directory)/authority/trust.json" }
  func address(_ role: String) -> String { addresses[role] ?? "" }

  /// Starts all roles, with a shop that sells one file of so many bytes for 1.00.
  ///
  /// - Parameter shop: further arguments of the shop.
  func open(goods: Int, terms: String, shop: [String] = []) throws {
    let courses = try Self.course(of: goods, in: directory)
    try start("authority", ["--enrol", "bank", "--enrol", "arbiter", "--enrol", "seller"])
    try start("bank", ["--grant", "100000.00", "--key-bits", "2048"] + enrolment("bank"))
    try start("arbiter", ["--trust", trust] + enrolment("arbiter"))
    try start(
      "shop",
      [
        "--courses", courses, "--terms", terms, "--trust", trust, "--bank", address("bank"), "--arbiter",
        address("arbiter"),
      ] + enrolment("seller") + shop)
  }

  func stop(_ role: String) throws {
    guard let index = processes.firstIndex(where: { $0.role == role }) else {
      throw BenchmarkError("\(role) is not running")
    }
    processes.remove(at: index).process.stop()
  }

  /// Returns when it is ready.
  func restart(_ role: String) throws { try start(role, arguments[role] ?? []) }

  /// In MiB.
  func memory(of role: String) throws -> Double {
    guard let process = processes.first(where: { $0.role == role })?.process else {
      throw BenchmarkError("\(role) is not running")
    }
    return try ProcessFacts.memory(of: process.identifier)
  }

  func close() {
    for (_, process) in processes.reversed() { process.stop() }
  }

  func processorSeconds() throws -> [String: Double] {
    try Dictionary(
      uniqueKeysWithValues: processes.map { ($0.role, try ProcessFacts.processorSeconds(of: $0.process.identifier)) })
  }

  private func start(_ role: String, _ arguments: [String]) throws {
    self.arguments[role] = arguments
    let process = try Child(
      ["serve", role, "--home", "\(directory)/\(role)", "--port", "0", "--log-level", "error"] + arguments,
      program: program, log: "\(directory)/\(role).log")
    processes.append((role, process))
    let ready: Ready = try process.next()
    addresses[role] = ready.address
  }

  private func enrolment(_ role: String) -> [String] {
    ["--authority", address("authority"), "--token", "\(directory)/authority/enrolment/\(role).token"]
  }

  private static func course(of bytes: Int, in directory: String) throws -> String {
    let course = "\(directory)/courses/sample"
    try FileManager.default.createDirectory(atPath: course, withIntermediateDirectories: true)
    var generator = SystemRandomNumberGenerator()
    let content = Data((0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    try content.write(to: URL(filePath: "\(course)/recording.bin"))
    let text = JSON.fields(["de": "A sample".json, "el": "A sample".json, "en": "A sample".json])
    let file: JSON = .fields([
      "mediaType": "application/octet-stream".json, "path": "recording.bin".json, "title": "The recording".json,
    ])
    let description: JSON = .fields([
      "files": .array([file]), "id": "sample".json, "language": "en".json, "price": "1.00".json, "summary": text,
      "title": text,
    ])
    try Data(CanonicalJSON.encode(description)).write(to: URL(filePath: "\(course)/course.json"))
    return "\(directory)/courses"
  }
}
