import Foundation
import SemperCoding
import SemperCommunication

/// The faulty proxy as a process of its own, with its events and commands.
final class RunningProxy: Sendable {
  struct Failure: Error, CustomStringConvertible { let description: String }

  let address: Address
  private let lines: LineReader
  private let input: FileHandle

  private init(_ input: FileHandle, _ lines: LineReader, _ address: Address) {
    self.input = input
    self.lines = lines
    self.address = address
  }

  static func run<Result: Sendable>(
    to target: Address, rules: [JSON], _ body: (RunningProxy) async throws -> Result
  ) async throws -> Result {
    guard let port = URLComponents(string: target.text)?.port else { throw Failure(description: "no port") }
    let directory = FileManager.default.temporaryDirectory.appending(path: "semper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "rules.json")
    try Data(CanonicalJSON.encode(.fields(["rules": .array(rules)]))).write(to: file)
    let process = Process()
    // It is built beside the tests.
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "semper-proxy")
    process.arguments = ["--listen", "127.0.0.1:0", "--to", "127.0.0.1:\(port)", "--rules", file.path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    defer { process.terminate() }
    let lines = LineReader(output.fileHandleForReading)
    let first = try await lines.next()
    guard case .integer(let own)? = first["port"] else { throw Failure(description: "no port in \(first)") }
    let proxy = RunningProxy(
      input.fileHandleForWriting, lines, try Address("http://127.0.0.1:\(own)"))
    return try await body(proxy)
  }

  /// The next event.
  func event() async throws -> JSON { try await lines.next() }

  func command(_ line: String) throws { try input.write(contentsOf: Data("\(line)\n".utf8)) }
  func command(_ members: KeyValuePairs<String, JSON?>) throws {
    try command(String(decoding: CanonicalJSON.encode(.fields(members)), as: UTF8.self))
  }
}
