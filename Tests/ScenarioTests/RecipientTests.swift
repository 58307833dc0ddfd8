import Foundation
import Testing

/// One package for several recipients, each a process of its own, over real HTTP with a delivery agent.
@Suite(.serialized) struct RecipientTests {
  @Test("all have it and have signed for it, and everybody's evidence verifies")
  func allHaveIt() throws {
    let result = try Self.run(["--recipients", "3"])
    #expect(result.json["outcome"] as? String == "received")
    for recipient in try result.recipients { Self.expect(recipient, "received", token: "NRD", holds: true) }
    let files = try #require(result.json["evidence"] as? [String])
    #expect(files.count == 4)
    let trust = try #require(result.json["trust"] as? String)
    for file in files {
      let run = try SemperProgram.run(["verify", file, "--trust", trust, "--json"])
      #expect(run.status == 0, "\(file): \(run.output)")
    }
  }

  /// What becomes of the last of three, with what the sender can show of it; the others have it in each case.
  @Test(
    "one that is missing, refuses, keeps silent or dies hurts none of the others",
    arguments: [
      ("recipient-missing", "unreached", nil, false), ("recipient-refuses", "refused", nil, false),
      ("recipient-silent", "submitted", "NRS", false), ("recipient-killed", "received", "NRD", true),
    ] as [(String, String, String?, Bool)])
  func oneHurtsNobody(_ fault: String, _ outcome: String, _ token: String?, _ holds: Bool) throws {
    let result = try Self.run(["--recipients", "3", "--fail", fault])
    let recipients = try result.recipients
    for recipient in recipients.dropLast() { Self.expect(recipient, "received", token: "NRD", holds: true) }
    Self.expect(try #require(recipients.last), outcome, token: token, holds: holds)
    #expect(result.json["outcome"] as? String == (outcome == "received" ? "received" : "differing"))
  }

  @Test("a sender that is killed with its letters on the way goes on, and sends no second package")
  func theSenderIsKilled() throws {
    let result = try Self.run(["--recipients", "3", "--size", "2000000", "--fail", "sender-killed"])
    for recipient in try result.recipients { Self.expect(recipient, "received", token: "NRD", holds: true) }
    // Every recipient's evidence is about one and the same manifest.
    let transfers = try #require(result.json["evidence"] as? [String]).map { file in
      let run = try SemperProgram.run([
        "verify", file, "--trust", #require(result.json["trust"] as? String), "--json",
      ])
      return try #require(run.object()["transfer"] as? String)
    }
    #expect(transfers.count == 4 && Set(transfers).count == 1)
  }

  @Test(
    "a sender dies at a durable write, and both recipients have the one package",
    arguments: ["2+", "6", "9+", "12", "14+"])
  func theSenderFalls(_ fall: String) throws { #expect(try Falling().happens(at: fall), "it never wrote as often") }

  @Test(
    "a sender dies at each of its durable writes",
    .enabled(if: ProcessInfo.processInfo.environment["SEMPER_FALLS"] != nil), arguments: ["", "+"])
  func theSenderFallsAnywhere(_ after: String) throws {
    let falling = try Falling()
    var write = 1
    while try falling.happens(at: "\(write)\(after)") { write += 1 }
    #expect(write > 10, "it has written \(write - 1) times only")
  }

  @Test("it is told in each language, and what cannot be is refused", arguments: ["en", "de", "el"])
  func tells(_ language: String) throws {
    let wrong = try SemperProgram.run(["exchange", "transfer", "--recipients", "1", "--language", language])
    #expect(wrong.status == 64 && !wrong.errors.contains("⟨"))
    let folder = DemoFolder()
    let run = try SemperProgram.run([
      "exchange", "transfer", "--recipients", "2", "--dir", folder.path, "--language", language,
    ])
    #expect(run.status == 0 && !run.output.contains("⟨"), "\(run.output) \(run.errors)")
  }

  private struct Run {
    let folder: DemoFolder
    let json: [String: Any]
    var recipients: [[String: Any]] { get throws { try #require(json["recipients"] as? [[String: Any]]) } }
  }

  private static func run(_ more: [String]) throws -> Run {
    let folder = DemoFolder()
    let run = try SemperProgram.run(["exchange", "transfer", "--json", "--dir", folder.path] + more)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = Run(folder: folder, json: try run.object())
    #expect(result.json["consistent"] as? Bool == true)
    #expect(try result.recipients.count == 3)
    return result
  }

  private static func expect(_ recipient: [String: Any], _ outcome: String, token: String?, holds: Bool) {
    #expect(recipient["outcome"] as? String == outcome, "\(recipient)")
    #expect(recipient["token"] as? String == token, "\(recipient)")
    #expect(recipient["holds"] as? Bool == holds, "\(recipient)")
  }
}
