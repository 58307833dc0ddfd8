import Foundation
import Testing

/// Containers of any mix exchanged between real processes over real HTTP.
@Suite(.serialized) struct MixTests {
  @Test("a mix that somebody has put together is exchanged as fairly as it was planned")
  func exchangesAnyMix() throws {
    let folder = DemoFolder()
    let offer = try PlanTests.file(
      folder, "offer.json",
      """
      {
        "attributes": {"confidentiality": true, "fairness": "SW"},
        "items": ["money"],
        "parts": [{"name": "papers", "attributes": {"non-repudiation-of-origin": true}, "items": ["statement"]}]
      }
      """)
    let mix = [
      "--offer", offer, "--expects", "content:30000,fairness=SW,confidentiality", "--expects", "credential,fairness=SW",
    ]
    let plan = try PlanTests.plan(mix + ["--json"]).object()
    let result = try Self.run(mix, in: folder)
    #expect(result["level"] as? String == plan["level"] as? String && result["mode"] as? String == "direct")
    let held = Self.kinds(result, "originatorHolds") + Self.kinds(result, "responderHolds")
    #expect(held.sorted() == ["credential", "goods", "money", "statement"], "\(result)")
    let received = folder.path + "/proposer/received/invited/item-1/1-data/recording.bin"
    #expect(try FileManager.default.attributesOfItem(atPath: received)[.size] as? Int == 30_000)
  }

  @Test("data that no arbiter may see is exchanged all the same")
  func hidesData() throws {
    let result = try Self.run(
      ["--gives", "money", "--expects", "content:30000", "--arbiter-sees-nothing"], in: DemoFolder())
    #expect(result["level"] as? String == "SW")
  }

  @Test("what the agreement will come to is planned from its file, and told before anybody commits")
  func tellsBefore() throws {
    let folder = DemoFolder()
    let result = try Self.run([], in: folder)
    for side in ["proposer", "invited"] {
      let plan = try PlanTests.plan(["--agreement", "\(folder.path)/\(side)-agreement.json", "--json"])
      #expect(plan.status == 0, "\(plan.output) \(plan.errors)")
      let planned = try plan.object()
      #expect(planned["level"] as? String == result["level"] as? String)
      #expect(planned["originator"] as? String == "invited")
    }
  }

  /// What was described has come, and is not in its place any more when its owner looks once more.
  @Test("what is not as expected after the opening is told, and the exchange stands")
  func tellsAfterwards() throws {
    let folder = DemoFolder()
    let run = try SemperProgram.run(
      ["exchange", "run", "mixed", "--json", "--dir", folder.path, "--plant", "lost-file"])
    let result = try run.object()
    let unexpected = try #require(result["unexpected"] as? [String: [String: Any]], "\(run.output)")
    #expect(unexpected["responder"]?["code"] as? String == "goods-missing" && unexpected["originator"] == nil)
    try ExchangeTests.verify(result)
  }

  @Test(
    "what cannot be run is refused before anything starts",
    arguments: [
      ["fair-purchase", "--gives", "money", "--expects", "data"], ["mixed", "--gives", "data", "--expects", "data"],
      ["mixed", "--gives", "data", "--expects", "data", "--bond"],
      ["mixed", "--gives", "money", "--expects", "parcel"],
      ["mixed", "--gives", "money,fairness=S", "--gives", "statement", "--expects", "statement"],
    ])
  func refuses(_ arguments: [String]) throws {
    #expect(try SemperProgram.run(["exchange", "run"] + arguments).status == 64)
  }

  private static func kinds(_ result: [String: Any], _ side: String) -> [String] {
    (result[side] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
  }

  private static func run(_ more: [String], in folder: DemoFolder) throws -> [String: Any] {
    let run = try SemperProgram.run(["exchange", "run", "mixed", "--json", "--dir", folder.path] + more)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["fair"] as? Bool == true && result["outcome"] as? String == "completed", "\(run.output)")
    try ExchangeTests.verify(result)
    return result
  }
}
