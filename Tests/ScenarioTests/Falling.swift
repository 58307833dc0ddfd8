import Foundation
import Testing

/// A sender of one package to two recipients that is killed (kill -9) at one of its durable writes, just before or just after it
/// (`+`), and started again on its home and its port.
final class Falling {
  private let folder = DemoFolder()
  private let authority: RunningProgram

  init() throws {
    authority = try RunningProgram(["serve", "authority", "--home", folder.path + "/authority"])
    _ = try authority.wait(for: "\"address\"")
    try FileManager.default.createDirectory(atPath: folder.path + "/goods", withIntermediateDirectories: true)
    try Data(repeating: 7, count: 300_000).write(to: URL(filePath: folder.path + "/goods/recording.bin"))
  }

  deinit {
    authority.signal(SIGTERM)
    _ = authority.end()
  }

  /// Whether it wrote so often that it fell. However that is, both have the package, and all evidence is about one transfer.
  func happens(at fall: String) throws -> Bool {
    let recipients = try ["one", "two"].map { name in
      try party("\(name)-\(fall)", agreement(gives: "[]", expects: "[{\"expects\":\"data\",\"what\":1000000}]"))
    }
    let addresses = try recipients.map { try Self.address($0.wait(for: "\"address\"")) }
    let sending = agreement(
      gives: "[{\"gives\":\"data\",\"what\":\"\(folder.path)/goods\"}]", expects: "[]",
      also: "\"alsoTo\":[\"\(addresses[1])\"],", peer: "\"peer\":\"\(addresses[0])\",")
    let flag = "\(folder.path)/falls-\(fall)"
    try Data().write(to: URL(filePath: flag))
    var environment = [
      "LD_PRELOAD": try SemperProgram.path("libSemperFall.so"), "SEMPER_FALL_AT": fall.filter(\.isNumber),
      "SEMPER_FALL_FILE": flag,
    ]
    if fall.hasSuffix("+") { environment["SEMPER_FALL_AFTER"] = "1" }
    var sender = try party("sender-\(fall)", sending, environment)
    // One that dies before it has said where it answers can come back anywhere.
    let port = (try? Self.address(sender.wait(for: "\"address\""))).flatMap { URL(string: $0)?.port } ?? 0
    var said = try? sender.wait(for: "\"outcome\"")
    let hasFallen = !FileManager.default.fileExists(atPath: flag)
    if said == nil {
      _ = sender.end()
      sender = try party("sender-\(fall)", sending, port: port)
      said = try sender.wait(for: "\"outcome\"")
    }
    #expect(said?.contains("\"outcome\":\"received\"") == true, "\(fall): \(said ?? "")")
    for recipient in recipients { #expect(try recipient.wait(for: "\"outcome\"").contains("\"outcome\":\"kept\"")) }
    var transfers: Set<String> = []
    for name in ["sender", "one", "two"] {
      let judged = try SemperProgram.run([
        "verify", "\(folder.path)/\(name)-\(fall)/evidence.json", "--trust", folder.path + "/authority/trust.json",
        "--json",
      ])
      #expect(judged.status == 0, "\(fall): \(judged.output) \(judged.errors)")
      transfers.insert(try #require(judged.object()["transfer"] as? String))
    }
    #expect(transfers.count == 1, "\(fall): it has sent a second package")
    for party in recipients + [sender] {
      party.signal(SIGTERM)
      #expect(party.end().status == 0)
    }
    return hasFallen
  }

  private func party(
    _ name: String, _ agreement: String, _ environment: [String: String] = [:], port: Int = 0
  ) throws -> RunningProgram {
    let file = "\(folder.path)/\(name).json"
    try Data(agreement.utf8).write(to: URL(filePath: file))
    return try RunningProgram(
      [
        "exchange", "party", "--home", "\(folder.path)/\(name)", "--agreement", file, "--trust",
        folder.path + "/authority/trust.json", "--log-level", "error", "--port", String(port),
      ], environment: environment)
  }

  /// Where a party says that it answers.
  private static func address(_ said: String) throws -> String {
    let line = try #require(said.split(separator: "\n").first { $0.contains("\"address\"") })
    let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    return try #require(json["address"] as? String)
  }

  private func agreement(gives: String, expects: String, also: String = "", peer: String = "") -> String {
    "{\(also)\"atLeast\":\"E\",\"banks\":[],\"closes\":\"PT2M\",\"expects\":\(expects),\"gives\":\(gives),"
      + "\"issuers\":[],\"patience\":\"PT20S\",\(peer)\"window\":\"PT6S\"}"
  }
}
