import Foundation
import Testing

/// The first deal between real processes over real HTTP: once as it should go, and once for each thing that can go wrong.
@Suite(.serialized) struct FirstDealTests {
  @Test("a deal goes through, and its evidence verifies offline")
  func goesThrough() throws {
    let folder = DemoFolder()
    let run = try folder.demo([])
    #expect(run.status == 0, "\(run.errors)")
    let result = try run.object()
    #expect(result["outcome"] as? String == "completed")
    #expect(result["fair"] as? Bool == true)
    let buyer = try #require(result["buyerHolds"] as? [[String: Any]])
    #expect(buyer.contains { $0["kind"] as? String == "goods" && $0["digest"] is String })
    let seller = try #require(result["sellerHolds"] as? [[String: Any]])
    #expect(seller.contains { $0["kind"] as? String == "money" && $0["amount"] is [String: Any] })
    let phases = try #require(result["phases"] as? [[String: Any]])
    #expect(phases.compactMap { $0["name"] as? String } == ["offer", "order", "contract", "payment", "service"])
    #expect(phases.allSatisfy { $0["buyer"] as? String == "satisfied" && $0["seller"] as? String == "satisfied" })
    try Self.verifies(result)
  }

  @Test(
    "it ends fairly",
    arguments: [
      ("seller-vanishes", ["completed"]), ("buyer-vanishes", ["completed"]), ("bad-goods", ["compensated"]),
      ("mint-down", ["completed", "compensated"]), ("arbiter-down", ["completed"]), ("crash-wallet", ["completed"]),
      ("crash-shop", ["completed"]), ("cut-download", ["completed"]), ("double-spend", ["refused"]),
      ("terms-changed", ["refused"]),
    ])
  func endsFairly(_ fault: String, _ outcomes: [String]) throws {
    let folder = DemoFolder()
    let run = try folder.demo(["--fail", fault])
    #expect(run.status == 0, "\(fault): \(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true)
    #expect(outcomes.contains(result["outcome"] as? String ?? ""))
    try Self.verifies(result)
  }

  @Test("the demonstration finds its terms from any folder, and says what to do where there are none")
  func anyFolder() throws {
    let folder = DemoFolder()
    let run = try SemperProgram.run(
      ["demo", "--headless", "--json", "--dir", folder.path], at: FileManager.default.temporaryDirectory.path)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let none = try SemperProgram.run(["demo", "--headless", "--terms", "nowhere/terms.json"])
    #expect(none.status == 1 && none.errors.contains("nowhere/terms.json"), "\(none.errors)")
    #expect(none.errors.contains("--terms FILE"), "\(none.errors)")
  }

  @Test("a double spender is told so, and keeps the mint's proof")
  func doubleSpenderIsTold() throws {
    let folder = DemoFolder()
    let result = try folder.demo(["--fail", "double-spend"]).object()
    let phases = try #require(result["phases"] as? [[String: Any]])
    #expect(phases.contains { $0["buyer"] as? String == "not satisfied: double-spend" }, "\(phases)")
  }

  @Test("where one side really loses, the judge says so", arguments: ["robbed-seller", "robbed-buyer"])
  func noticesALoss(_ plant: String) throws {
    let folder = DemoFolder()
    let run = try folder.demo(["--plant", plant])
    #expect(run.status == 1)
    #expect(try run.object()["fair"] as? Bool == false)
  }

  @Test("one changed byte in the evidence is noticed and placed")
  func changedEvidence() throws {
    let folder = DemoFolder()
    let result = try folder.demo([]).object()
    let file = try #require((result["evidence"] as? [String])?.first)
    let trust = try #require(result["trust"] as? String)
    let genuine = try Data(contentsOf: URL(fileURLWithPath: file))
    let copy = folder.path + "/changed.json"
    for position in stride(from: 0, to: genuine.count, by: genuine.count / 40) {
      var changed = genuine
      changed[position] ^= 1
      try changed.write(to: URL(fileURLWithPath: copy))
      let run = try SemperProgram.run(["verify", copy, "--trust", trust, "--json"])
      #expect(run.status == 1, "byte \(position) may be changed unnoticed")
      let links = try #require(try run.object()["links"] as? [[String: Any]])
      #expect(links.contains { $0["ok"] as? Bool == false && $0["name"] is String })
    }
  }

  private static func verifies(_ result: [String: Any]) throws {
    let trust = try #require(result["trust"] as? String)
    let evidence = try #require(result["evidence"] as? [String])
    #expect(!evidence.isEmpty)
    for file in evidence {
      let run = try SemperProgram.run(["verify", file, "--trust", trust])
      #expect(run.status == 0, "\(file): \(run.output)")
    }
  }
}
