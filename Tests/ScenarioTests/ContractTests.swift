import Foundation
import Testing

/// A contract of several parties, each a process of its own.
@Suite(.serialized) struct ContractTests {
  @Test("it binds everybody, and everybody can show it", arguments: [3, 5])
  func binds(_ signers: Int) throws {
    let folder = DemoFolder()
    let result = try Self.run(["--signers", String(signers)], in: folder)
    #expect(result["outcome"] as? String == "binds")
    let files = try #require(result["evidence"] as? [String])
    #expect(files.count == signers)
    let trust = try #require(result["trust"] as? String)
    for file in files {
      let run = try SemperProgram.run(["verify", file, "--trust", trust, "--json"])
      #expect(run.status == 0, "\(run.output)")
      #expect(try (run.object()["parties"] as? [String])?.count == signers - 1)
    }
    // One proof less, and it binds nobody.
    let data = try Data(contentsOf: URL(filePath: files[0]))
    var bundle = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    bundle["proofs"] = Array(try #require(bundle["proofs"] as? [Any]).dropLast())
    let cut = folder.path + "/cut.json"
    try JSONSerialization.data(withJSONObject: bundle, options: [.sortedKeys, .withoutEscapingSlashes])
      .write(to: URL(filePath: cut))
    let judged = try SemperProgram.run(["verify", cut, "--trust", trust, "--json"])
    #expect(judged.status == 1 && judged.output.contains("does not count"), "\(judged.output) \(judged.errors)")
  }

  @Test(
    "who dies before it commits calls it off; who dies afterwards is bound all the same",
    arguments: [
      // Parties may have had the arbiter make their parts count meanwhile, which binds nobody.
      ("party-vanishes", ["called-off", "incomplete"], 0), ("party-killed", ["binds"], 3),
      ("coordinator-vanishes", ["called-off", "incomplete"], 0), ("coordinator-killed", ["binds"], 3),
    ])
  func isAllOrNothing(_ fault: String, _ outcomes: [String], _ holders: Int) throws {
    let result = try Self.run(["--fail", fault], in: DemoFolder())
    #expect(outcomes.contains(result["outcome"] as? String ?? ""), "\(result)")
    #expect((result["evidence"] as? [String])?.count == holders)
  }

  @Test("its guarantee is told in each language", arguments: ["en", "de", "el"])
  func tells(_ language: String) throws {
    let wrong = try SemperProgram.run(["exchange", "contract", "--signers", "2", "--language", language])
    #expect(wrong.status == 64 && !wrong.errors.contains("⟨"))
    let run = try SemperProgram.run(
      ["exchange", "contract", "--dir", DemoFolder().path + "-\(language)", "--language", language])
    #expect(run.status == 0 && !run.output.contains("⟨"), "\(run.output) \(run.errors)")
  }

  private static func run(_ more: [String], in folder: DemoFolder) throws -> [String: Any] {
    let run = try SemperProgram.run(["exchange", "contract", "--json", "--dir", folder.path] + more)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["consistent"] as? Bool == true)
    return result
  }
}
