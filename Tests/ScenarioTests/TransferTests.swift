import Foundation
import Testing

/// The transfers of Figure 2 between real processes over real HTTP: sender, recipient, delivery agent, bank and issuer.
@Suite(.serialized) struct TransferTests {
  @Test(
    "a transfer goes through, and both sides' evidence verifies offline",
    arguments: ["payment", "certificate-transfer", "information-transfer"])
  func goesThrough(_ cell: String) throws {
    let folder = DemoFolder()
    let result = try Self.run(cell, in: folder)
    #expect(result["cell"] as? String == cell && result["outcome"] as? String == "completed")
    #expect(result["level"] as? String == "E" && result["mode"] as? String == "transfer")
    #expect(Self.tokens(result) == ["NRD"])
    #expect((result["responderHolds"] as? [Any])?.count == 1)
    #expect((result["evidence"] as? [String])?.count == 2)
    try Self.verify(result)
  }

  /// Who has agreed to less has less to show, and no more is asked of it. No agent brings what is not signed for.
  @Test(
    "a transfer does without what both leave out",
    arguments: [(["confidentiality"], ["NRD"]), (["confidentiality", "receipt"], [])] as [([String], [String])])
  func doesWithout(_ parts: [String], _ tokens: [String]) throws {
    let folder = DemoFolder()
    let result = try Self.run("certificate-transfer", parts.flatMap { ["--without", $0] }, in: folder)
    #expect(result["fair"] as? Bool == true && result["outcome"] as? String == "completed")
    #expect(Self.tokens(result) == tokens && (result["responderHolds"] as? [Any])?.count == 1)
    try Self.verify(result)
  }

  static let troubles: [(cell: String, trouble: String, outcome: String, tokens: [String])] = [
    ("payment", "bank-down", "completed", ["NRD"]), ("payment", "agent-down", "completed", ["NRD"]),
    ("certificate-transfer", "agent-delivers", "completed", ["NRD"]),
    // Refused as soon as it is looked at; the agent has signed by then that it was sent.
    ("information-transfer", "bad-goods-originator", "aborted", ["NRS"]),
  ]

  @Test("a transfer ends well, as the table says, and the sender shows no more than is so", arguments: troubles)
  func endsWell(_ cell: String, _ fault: String, _ outcome: String, _ tokens: [String]) throws {
    let folder = DemoFolder()
    let result = try Self.run(cell, ["--fail", fault], in: folder)
    #expect(result["fair"] as? Bool == true)
    #expect(result["outcome"] as? String == outcome && Self.tokens(result) == tokens, "\(result)")
    #expect(try TroubleTable.stored().outcomes(fault, in: cell) == [outcome])
    try Self.verify(result)
  }

  /// The recipient's process dies with the letter, and the transfer closes before it is back.
  @Test("a letter that never arrives is submitted and no more, and the recipient has nothing")
  func neverArrives() throws {
    let folder = DemoFolder()
    let result = try Self.run("information-transfer", ["--fail", "responder-vanishes"], in: folder)
    #expect(result["outcome"] as? String == "aborted" && Self.tokens(result) == ["NRS"])
    #expect((result["responderHolds"] as? [Any])?.isEmpty == true)
  }

  @Test(
    "where a side really loses, the judge says so",
    arguments: [("certificate-transfer", "robbed-responder"), ("information-transfer", "robbed-originator")])
  func noticesALoss(_ cell: String, _ plant: String) throws {
    let folder = DemoFolder()
    let result = try Self.run(cell, ["--plant", plant], in: folder, status: 1)
    #expect(result["fair"] as? Bool == false)
  }

  @Test("data may be large, and what cannot happen in a transfer is refused")
  func bounds() throws {
    let folder = DemoFolder()
    _ = try Self.run("information-transfer", ["--size", "3000000"], in: folder)
    let sent = folder.path + "/goods/proposer/1/recording.bin"
    let received = folder.path + "/invited/received/proposer/1-data/recording.bin"
    #expect(FileManager.default.contentsEqual(atPath: sent, andPath: received))
    for wrong in [
      ["payment", "--fail", "arbiter-down"], ["payment", "--fail", "cut-download"],
      ["payment", "--dies", "originator@2"],
      ["certificate-transfer", "--fail", "bank-down"], ["contract-signing", "--fail", "agent-down"],
    ] {
      #expect(try SemperProgram.run(["exchange", "run"] + wrong).status == 64)
    }
  }

  private static func run(
    _ cell: String, _ more: [String] = [], in folder: DemoFolder, status: Int32 = 0
  ) throws -> [String: Any] {
    let run = try SemperProgram.run(["exchange", "run", cell, "--json", "--dir", folder.path] + more)
    #expect(run.status == status, "\(run.output) \(run.errors)")
    return try run.object()
  }

  private static func tokens(_ result: [String: Any]) -> [String] {
    (result["originatorHolds"] as? [[String: Any]] ?? []).compactMap { $0["token"] as? String }
  }

  private static func verify(_ result: [String: Any]) throws {
    let trust = try #require(result["trust"] as? String)
    for file in try #require(result["evidence"] as? [String]) {
      let run = try SemperProgram.run(["verify", file, "--trust", trust])
      #expect(run.status == 0, "\(file): \(run.output)")
    }
  }
}
