import Foundation
import Testing

/// `semper exchange plan`: any mix of items, planned before anybody commits.
@Suite struct PlanTests {
  @Test("a mix is planned, and other programs read how")
  func plans() throws {
    let run = try Self.plan(
      ["--gives", "money", "--gives", "statement", "--expects", "statement", "--expects", "data:70000", "--json"])
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let plan = try run.object()
    #expect(plan["level"] as? String == "SW" && plan["mode"] as? String == "direct")
    #expect(plan["originator"] as? String == "invited" && plan["needsBond"] as? Bool == false)
    #expect(plan["responderGives"] as? [String] == ["money", "statement"])
    let assumptions = try #require(plan["assumptions"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(assumptions == ["arbiter", "opener-returns", "window", "chunk-shown", "bank", "affidavit", "description"])
    #expect((plan["sentence"] as? String)?.contains("The originator is the side that is invited") == true)
  }

  @Test("attributes and wishes are heard, on the command line and in files")
  func hears() throws {
    let folder = DemoFolder()
    let offer = try Self.file(
      folder, "offer.json",
      """
      {
        "attributes": {"confidentiality": true, "fairness": "SW"},
        "items": ["money"],
        "parts": [{"name": "papers", "attributes": {"non-repudiation-of-origin": true}, "items": ["statement"]}]
      }
      """)
    let expect = try Self.file(folder, "expect.json", #"[{"item": "content", "bytes": 70000}]"#)
    let seen = try Self.plan(["--offer", offer, "--expect", expect, "--json"])
    #expect(try seen.object()["level"] as? String == "S", "\(seen.output) \(seen.errors)")
    let hidden = try Self.plan(["--offer", offer, "--expect", expect, "--arbiter-sees-nothing", "--json"])
    #expect(try hidden.object()["level"] as? String == "SW")
    let bond = try Self.plan(["--gives", "data", "--expects", "data", "--bond", "--json"])
    #expect(try bond.object()["needsBond"] as? Bool == true)
    let data = ["--gives", "data", "--gives", "data", "--expects", "data", "--expects", "data"]
    #expect(try Self.plan(data + ["--pieces", "--json"]).object()["mode"] as? String == "incremental")
  }

  @Test(
    "what cannot be is refused with the conflict and what to do",
    arguments: [
      (["--gives", "data", "--expects", "data"], "data-for-data"),
      (["--gives", "money", "--expects", "data", "--at-least", "S"], "too-low"),
      (["--gives", "money,fairness=S", "--expects", "data"], "node-demands"),
      (["--gives", "money", "--expects", "small-data", "--arbiter-sees-nothing"], "arbiter-would-see"),
      (
        ["--gives", "money,anonymity", "--gives", "statement,authenticity=certified", "--expects", "statement"],
        "attributes-sender-is-certified"
      ), (["--gives", "money", "--gives", "money", "--expects", "statement"], "two-locks"), ([], "nothing"),
      (["--gives", "account-money,anonymity", "--expects", "statement"], "payer-known"),
      (["--gives", "money", "--expects", "small-data,confidentiality"], "arbiter-reads"),
      (["--gives", "money", "--expects", "statement,authenticity=certified"], "key-uncertified"),
    ])
  func refuses(_ mix: [String], _ conflict: String) throws {
    let run = try Self.plan(mix + ["--json"])
    #expect(run.status == 1)
    let refused = try run.object()
    #expect(refused["conflict"] as? String == conflict)
    #expect((refused["next"] as? String)?.isEmpty == false)
    for language in ["en", "de", "el"] {
      let told = try Self.plan(mix + ["--language", language])
      #expect(told.status == 1 && told.output.split(separator: "\n").count == 2, "\(told.output)")
      #expect(!told.output.contains("⟨") && !told.output.contains("{"))
    }
  }

  @Test(
    "what is not understood is no plan",
    arguments: [
      ["--gives", "gold"], ["--gives", "money:5"], ["--gives", "data,speed"], ["--offer", "/nowhere"],
      ["--gives", "data", "--offer", "/nowhere"], ["--at-least", "X"], ["--agreement", "/nowhere", "--gives", "money"],
    ])
  func isUnderstood(_ arguments: [String]) throws {
    #expect(try Self.plan(arguments).status == 64)
  }

  @Test(
    "a plan is told in each language",
    arguments: [
      ("en", "Level SW.", "This rests on:"), ("de", "Stufe SW.", "Das beruht darauf:"),
      ("el", "Επίπεδο SW.", "Αυτό στηρίζεται"),
    ])
  func tells(_ language: String, _ level: String, _ rests: String) throws {
    let kinds = ["account-money", "statement", "certificate", "credential", "mail:9", "small-data:8", "content:7"]
    let run = try Self.plan(["--language", language, "--expects", "money"] + kinds.flatMap { ["--gives", $0] })
    #expect(run.status == 0 && run.output.contains(level) && run.output.contains(rests), "\(run.output)")
    #expect(!run.output.contains("⟨") && !run.output.contains("{"))
  }

  static func plan(_ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["exchange", "plan"] + arguments)
  }

  static func file(_ folder: DemoFolder, _ name: String, _ text: String) throws -> String {
    let path = folder.path + "-" + name
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
