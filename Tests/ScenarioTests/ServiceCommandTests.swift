import Foundation
import SemperCoding
import Testing

/// `semper service` as an author and programs use it.
@Suite struct ServiceCommandTests {
  private let folder = DemoFolder()

  init() throws { try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true) }

  private func service(_ arguments: String...) throws -> SemperProgram.Run {
    try SemperProgram.run(["service"] + arguments)
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  /// A file with one place changed.
  private func changed(_ name: String, _ from: String, _ to: String) throws -> String {
    let text = try String(contentsOfFile: "services/mail-order-retailing/terms.yaml", encoding: .utf8)
    #expect(text.contains(from))
    return try file(name, text.replacing(from, with: to, maxReplacements: 1))
  }

  @Test func aNewServiceIsCheckedTriedOutExplainedAndDrawn() throws {
    let names = try JSONArray.of(service("new", "--list", "--json").output).compactMap { $0["service"] }
    #expect(names.contains("mail-order-retailing".json) && names.count >= 8)
    let mine = folder.path + "/mine"
    #expect(try service("new", "mail-order-retailing", mine).status == 0)
    // Nothing is overwritten.
    #expect(try service("new", "mail-order-retailing", mine).status != 0)
    let terms = mine + "/terms.yaml"
    let checked = try service("check", terms, "--json")
    let report = try CanonicalJSON.parse(Array(checked.output.utf8))
    #expect(checked.status == 0 && report["findings"] == .array([]), "\(checked.output)")
    #expect(report["exposure"] != nil && report["situations"] != nil)
    #expect(try service("check", terms, "--json").output == checked.output)
    #expect(try service("test", terms).status == 0)
    let german = try service("explain", terms, "--lang", "de")
    #expect(german.status == 0 && german.output.contains("Käufer"))
    #expect(try service("graph", terms, "-o", mine + "/terms.svg").status == 0)
    let drawn = try String(contentsOfFile: mine + "/terms.svg", encoding: .utf8)
    #expect(try drawn.hasPrefix("<svg") && XMLIsWellFormed.isSo(mine + "/terms.svg"))
    #expect(try service("schema").output.contains("\"$schema\""))
  }

  @Test func findingsHaveTheirPlaceAndExitCodes() throws {
    let endless = try changed("endless.yaml", "within: PT1H", "whithin: PT1H")
    let misspelt = try service("check", endless)
    #expect(
      misspelt.status == 1 && misspelt.output.contains("endless.yaml:")
        && misspelt.output.contains("did you mean “within”"))
    let findings = try CanonicalJSON.parse(Array(service("check", endless, "--json").output.utf8))
    for member in ["id", "severity", "place", "message", "fix"] {
      #expect(findings["findings"]?.first?[member] != nil, "\(member)")
    }
    let extending = try file(
      "lamps.yaml",
      "extends: mail-order-retailing\nservice: lamps\nversion: 1.0.0\nset:\n  delivery: P40D\n  rest: soon\n")
    let set = try service("check", extending)
    #expect(set.status == 1 && set.output.contains("lamps.yaml:6:3: error T4"), "\(set.output)")
    #expect(set.output.contains("“rest”, used at states.awaitingRest.within."), "\(set.output)")
    #expect(try service("check", file("broken.yaml", "a: [1, 2")).status == 2)
    #expect(try service("check", file("list.yaml", "- 1\n- 2\n")).status == 2)
    let gone = try service("check", folder.path + "/gone.yaml")
    #expect(gone.status == 2 && gone.errors.contains("semper service new"))
  }

  @Test func scriptsAndVersionsAreForPrograms() throws {
    let script = try file(
      "script.yaml",
      "play: [done, done, { do: done, with: { contract: { total: 10.00 EUR } } }, done, done, done, keep]\n")
    let terms = "services/mail-order-retailing/terms.yaml"
    let played = try service("simulate", terms, "--json", "--play", script)
    let result = try CanonicalJSON.parse(Array(played.output.utf8))
    #expect(
      played.status == 0 && result["end"] == "end.done".json && result["paid"] == "10.00 EUR".json,
      "\(played.output) \(played.errors)")
    let wrong = try file("wrong.yaml", "play:\n  - done\n  - keep\n")
    let refused = try service("simulate", terms, "--json", "--play", wrong)
    #expect(refused.status == 1 && refused.errors.contains("wrong.yaml:3:5"), "\(refused.errors)")
    let worse = try changed("worse.yaml", "reflection: P14D", "reflection: P10D")
    let compared = try service("diff", terms, worse)
    #expect(compared.status == 1 && compared.output.contains("worse for the buyer"))
    #expect(try service("diff", terms, terms).status == 0)
  }
}

private enum JSONArray {
  static func of(_ text: String) throws -> [JSON] { try [JSON](json: CanonicalJSON.parse(Array(text.utf8))) }
}

extension JSON {
  fileprivate var first: JSON? { if case .array(let list) = self { list.first } else { nil } }
}

private enum XMLIsWellFormed {
  static func isSo(_ path: String) throws -> Bool {
    let words = ["python3", "-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])", path]
    return try SemperProgram.run(words, program: "/usr/bin/env").status == 0
  }
}
