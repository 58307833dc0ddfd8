import Foundation
import Testing

/// The exchanges of Figure 2 between real processes over real HTTP: each as it should go, some as they should not.
@Suite(.serialized) struct ExchangeTests {
  static let cells = [
    "payment-with-receipt", "fair-purchase", "money-exchange", "conditional-access", "contract-signing",
    "information-exchange", "information-exchange-with-bond", "information-exchange-by-pieces", "certified-mail",
    "mixed",
  ]

  @Test("an exchange goes through, and both sides' evidence verifies offline", arguments: cells)
  func goesThrough(_ cell: String) throws {
    let folder = DemoFolder()
    let run = try Self.run(cell, in: folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["cell"] as? String == cell && result["outcome"] as? String == "completed")
    #expect(result["fair"] as? Bool == true)
    for side in ["originatorHolds", "responderHolds"] {
      #expect((result[side] as? [[String: Any]])?.isEmpty == false)
    }
    #expect(result["level"] is String && result["mode"] is String)
    #expect((result["evidence"] as? [String])?.count == 2)
    try Self.verify(result)
  }

  /// Each trouble at least once, but for those that `settles` and `TransferTests` play. What becomes of it stands in the table of
  /// `docs/guarantees.md`; here is what else it may come to, depending on the moment.
  static let troubles: [(cell: String, trouble: String, orElse: [String])] = [
    ("payment-with-receipt", "crash-originator", ["aborted"]), ("fair-purchase", "bad-goods-originator", []),
    ("fair-purchase", "crash-responder", ["aborted"]), ("money-exchange", "responder-vanishes", ["aborted"]),
    ("money-exchange", "slow-network", ["aborted"]), ("conditional-access", "lost-messages", ["aborted"]),
    ("contract-signing", "arbiter-down", []), ("contract-signing", "clock-leap", []),
    ("fair-purchase", "clock-leap-responder", ["aborted"]), ("information-exchange", "clock-leap-arbiter", []),
    ("payment-with-receipt", "clock-leap-bank", ["aborted"]), ("mixed", "clock-back", ["aborted"]),
    ("certified-mail", "clock-back-responder", ["aborted"]), ("conditional-access", "clock-back-arbiter", ["aborted"]),
    ("money-exchange", "clock-back-bank", ["aborted"]),
    ("contract-signing", "disk-full", ["aborted"]), ("contract-signing", "originator-vanishes", []),
    ("information-exchange", "bad-goods-responder", []), ("information-exchange-with-bond", "bad-goods-responder", []),
    ("information-exchange-with-bond", "bad-escrow-responder", []),
    ("information-exchange-by-pieces", "responder-vanishes", []),
    ("information-exchange-by-pieces", "bad-goods-responder", []),
    ("information-exchange-by-pieces", "crash-originator", []), ("certified-mail", "bad-escrow-originator", []),
    ("certified-mail", "doubled-messages", ["aborted"]), ("mixed", "cut-download", []),
    ("conditional-access", "lost-download", []), ("information-exchange", "responder-leaves", []),
    ("information-exchange-with-bond", "responder-leaves", []),
  ]

  @Test("an exchange ends fairly, and as the table says", arguments: troubles)
  func endsFairly(_ cell: String, _ fault: String, _ orElse: [String]) throws {
    let folder = DemoFolder()
    let run = try Self.run(cell, ["--fail", fault], in: folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true)
    let stored = try TroubleTable.stored().outcomes(fault, in: cell)
    #expect(stored.union(orElse).contains(result["outcome"] as? String ?? ""), "the table: \(stored); \(run.output)")
    try Self.verify(result)
  }

  private static let settled = [
    "payment-with-receipt", "money-exchange", "contract-signing", "information-exchange-with-bond",
  ]

  @Test(
    "where the arbiter is gone for good, both settle, and their evidence says so",
    arguments: settled)
  func settles(_ cell: String) throws {
    let folder = DemoFolder()
    let run = try Self.run(cell, ["--fail", "arbiter-gone"], in: folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true && result["outcome"] as? String == "settled")
    #expect(try TroubleTable.stored().outcomes("arbiter-gone", in: cell) == ["settled"])
    for side in ["originatorHolds", "responderHolds"] { #expect((result[side] as? [Any])?.isEmpty == true) }
    try Self.verify(result)
  }

  /// Killed after an act, before the journal knows what came of it.
  @Test("a party dies between an act and its note", arguments: ["originator@2", "originator@5", "responder@3"])
  func dies(_ when: String) throws {
    let folder = DemoFolder()
    let run = try Self.run("conditional-access", ["--dies", when], in: folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    #expect(try run.object()["fair"] as? Bool == true)
  }

  @Test(
    "where one side really loses, the judge says so",
    arguments: [
      ("conditional-access", "robbed-originator"), ("information-exchange-by-pieces", "robbed-originator"),
      ("certified-mail", "robbed-responder"),
      ("payment-with-receipt", "lost-home"),
    ])
  func noticesALoss(_ cell: String, _ plant: String) throws {
    let folder = DemoFolder()
    let run = try Self.run(cell, ["--plant", plant], in: folder)
    #expect(run.status == 1, "\(run.output) \(run.errors)")
    #expect(try run.object()["fair"] as? Bool == false)
  }

  /// What came was as described when it was opened; when it is looked at once more a file of it is gone.
  @Test(
    "a party that looks once more and does not find what it expects says so",
    arguments: [
      "fair-purchase", "information-exchange-by-pieces",
    ])
  func saysWhatIsUnexpected(_ cell: String) throws {
    let folder = DemoFolder()
    let run = try Self.run(cell, ["--plant", "lost-file"], in: folder)
    #expect(run.status == 1, "\(run.output) \(run.errors)")
    let result = try run.object()
    let unexpected = try #require(result["unexpected"] as? [String: [String: Any]], "\(run.output)")
    #expect(unexpected["originator"] == nil)
    #expect(unexpected["responder"]?["code"] as? String == "goods-missing")
    #expect((unexpected["responder"]?["detail"] as? String)?.contains("recording.bin") == true)
    try Self.verify(result)
  }

  @Test("data may be as large as one likes, and as small")
  func sizes() throws {
    for size in ["1", "3000000"] {
      let folder = DemoFolder()
      let run = try Self.run("conditional-access", ["--size", size], in: folder)
      #expect(run.status == 0, "\(run.output) \(run.errors)")
      let sent = folder.path + "/goods/invited/1/recording.bin"
      let received = folder.path + "/proposer/received/invited/1-data/recording.bin"
      #expect(FileManager.default.contentsEqual(atPath: sent, andPath: received))
    }
  }

  @Test("cells and cases are listed, and what is not there is refused")
  func lists() throws {
    let listed = try SemperProgram.run(["exchange", "list", "--json"])
    let cells = try #require(
      try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
    #expect(Set(Self.cells).isSubset(of: cells.compactMap { $0["cell"] as? String }))
    let cases = try SemperProgram.run(["exchange", "run", "contract-signing", "--fail", "list"])
    #expect(cases.status == 0 && cases.output.contains("originator-vanishes"))
    #expect(!cases.output.contains("bank-down"))
    #expect(try SemperProgram.run(["exchange", "run", "--fail", "list"]).output.contains("bank-down"))
    for wrong in [[], ["contract-signing", "--fail", "bank-down"], ["barter"], ["contract-signing", "--size", "0"]] {
      #expect(try SemperProgram.run(["exchange", "run"] + wrong).status == 64)
    }
  }

  private static func run(_ cell: String, _ more: [String] = [], in folder: DemoFolder) throws -> SemperProgram.Run {
    try SemperProgram.run(["exchange", "run", cell, "--json", "--dir", folder.path] + more)
  }

  static func verify(_ result: [String: Any]) throws {
    let trust = try #require(result["trust"] as? String)
    let evidence = try #require(result["evidence"] as? [String])
    #expect(!evidence.isEmpty)
    for file in evidence {
      let run = try SemperProgram.run(["verify", file, "--trust", trust])
      #expect(run.status == 0, "\(file): \(run.output)")
    }
  }
}
