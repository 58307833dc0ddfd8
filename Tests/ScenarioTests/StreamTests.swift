import Foundation
import Testing

/// A stream whose length nobody knows, from the standard input of one process over real HTTP to the disk of another.
@Suite(.serialized) struct StreamTests {
  private final class Setting {
    let folder = DemoFolder()
    let authority: RunningProgram

    init() throws {
      authority = try RunningProgram(["serve", "authority", "--home", folder.path + "/authority"])
      _ = try authority.wait(for: "\"address\"")
    }

    deinit {
      authority.signal(SIGTERM)
      _ = authority.end()
    }

    func party(_ name: String, _ agreement: String, port: Int? = nil) throws -> RunningProgram {
      let file = "\(folder.path)/\(name).json"
      try Data(agreement.utf8).write(to: URL(filePath: file))
      return try RunningProgram(
        [
          "exchange", "party", "--home", "\(folder.path)/\(name)", "--agreement", file, "--trust",
          folder.path + "/authority/trust.json", "--log-level", "error",
        ] + (port.map { ["--port", String($0)] } ?? []))
    }

    /// Where a party says that it answers.
    static func address(_ said: String) throws -> String {
      let line = try #require(said.split(separator: "\n").first { $0.contains("\"address\"") })
      let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try #require(json["address"] as? String)
    }

    static func recipient(longest: Int) -> String {
      """
      {"atLeast":"E","banks":[],"closes":"PT2M","expects":[{"expects":"stream","what":\(longest)}],"gives":[],"issuers":[],\
      "patience":"PT20S","window":"PT6S"}
      """
    }

    /// - Parameter source: a pipe or file in place of standard input.
    static func sender(to peer: String, source: String = "-") -> String {
      """
      {"atLeast":"E","banks":[],"closes":"PT2M","expects":[],"gives":[{"gives":"stream","type":"audio/wav","what":"\(source)"}],\
      "issuers":[],"patience":"PT20S","peer":"\(peer)","window":"PT6S"}
      """
    }
  }

  private static func noise(_ count: Int, _ seed: UInt8) -> Data {
    var state = UInt32(seed) + 1
    return Data(
      (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
      })
  }

  @Test("what standard input brings arrives while it is made, and both can prove all of it")
  func arrivesWhileItIsMade() throws {
    let setting = try Setting()
    let recipient = try setting.party("recipient", Setting.recipient(longest: 10_000_000))
    let address = try Setting.address(recipient.wait(for: "\"address\""))
    let sender = try setting.party("sender", Setting.sender(to: address))
    let (first, second) = (Self.noise(300_000, 1), Self.noise(77_777, 2))
    try sender.pour(first)
    // The sender does not know the end yet, and the recipient has the beginning.
    _ = try recipient.wait(for: "\"arriving\":\"proposer/1-stream\"")
    try sender.pour(second)
    try sender.endInput()
    #expect(try sender.wait(for: "\"outcome\"").contains("\"outcome\":\"received\""))
    #expect(try recipient.wait(for: "\"outcome\"").contains("\"outcome\":\"kept\""))
    let received = try Data(
      contentsOf: URL(filePath: setting.folder.path + "/recipient/received/proposer/1-stream"))
    #expect(received == first + second)
    for party in [sender, recipient] {
      party.signal(SIGTERM)
      #expect(party.end().status == 0)
    }
    for home in ["sender", "recipient"] {
      let judged = try SemperProgram.run([
        "verify", "\(setting.folder.path)/\(home)/evidence.json", "--trust",
        setting.folder.path + "/authority/trust.json",
      ])
      #expect(judged.status == 0, "\(judged.output) \(judged.errors)")
    }
  }

  /// The process dies by kill -9 twice: while the stream is being made, and after it has ended, with the letter unanswered.
  @Test(
    "a sender that is killed in the middle of a stream goes on, and gives the same stream once",
    arguments: ["-", "file"])
  func goesOnAfterDeath(_ kind: String) throws {
    let setting = try Setting()
    let recipient = try setting.party("recipient", Setting.recipient(longest: 10_000_000))
    let address = try Setting.address(recipient.wait(for: "\"address\""))
    let (first, second) = (Self.noise(300_000, 1), Self.noise(77_777, 2))
    let source = kind == "-" ? "-" : setting.folder.path + "/recording"
    if source != "-" { try (first + second).write(to: URL(filePath: source)) }
    func sender(_ port: Int? = nil) throws -> RunningProgram {
      try setting.party("sender", Setting.sender(to: address, source: source), port: port)
    }

    let dying = try sender()
    let place = try #require(URL(string: try Setting.address(dying.wait(for: "\"address\"")))?.port)
    if source == "-" { try dying.pour(first) }
    _ = try recipient.wait(for: "\"arriving\":\"proposer/1-stream\"")
    dying.signal(SIGKILL)
    _ = dying.end()

    // It is given from its beginning again, as a pipe is, and goes on where it stopped.
    let again = try sender(place)
    if source == "-" {
      try again.pour(first + second)
      try again.endInput()
    }
    #expect(try again.wait(for: "\"outcome\"").contains("\"outcome\":\"received\""))
    #expect(try recipient.wait(for: "\"outcome\"").contains("\"outcome\":\"kept\""))
    again.signal(SIGKILL)
    _ = again.end()

    // Started once more it has nothing to do and says the same. It needs no stream for that.
    let third = try sender(place)
    try third.endInput()
    #expect(try third.wait(for: "\"outcome\"").contains("\"outcome\":\"received\""))
    let received = try Data(
      contentsOf: URL(filePath: setting.folder.path + "/recipient/received/proposer/1-stream"))
    #expect(received == first + second)
    for party in [third, recipient] {
      party.signal(SIGTERM)
      #expect(party.end().status == 0)
    }
    for home in ["sender", "recipient"] {
      let judged = try SemperProgram.run([
        "verify", "\(setting.folder.path)/\(home)/evidence.json", "--trust",
        setting.folder.path + "/authority/trust.json",
      ])
      #expect(judged.status == 0, "\(judged.output) \(judged.errors)")
    }
  }

  @Test("a stream that becomes longer than is wanted is refused, and nothing of it is in its place")
  func isBounded() throws {
    let setting = try Setting()
    let recipient = try setting.party("recipient", Setting.recipient(longest: 100_000))
    let address = try Setting.address(recipient.wait(for: "\"address\""))
    let sender = try setting.party("sender", Setting.sender(to: address))
    try sender.pour(Self.noise(200_000, 4))
    try sender.endInput()
    let said = try sender.wait(for: "\"outcome\"")
    #expect(said.contains("\"outcome\":\"refused\"") && said.contains("too-large"), "\(said)")
    #expect(
      !FileManager.default.fileExists(atPath: setting.folder.path + "/recipient/received/proposer/1-stream"))
  }
}
