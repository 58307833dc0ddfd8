import Foundation
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTerms
import SemperTermsYAML

/// A scenario of a ready-made service as a script for both sides: who does what at which turn.
struct CourseScript: Sendable {
  private let script: ScenarioScript
  /// The terms as their author wrote them.
  let authored: JSON

  var scenario: TermsScenario { script.scenario }
  var terms: TermsOfBusiness { script.terms }
  var moves: [Int: ScenarioScript.Move] { script.moves }

  private static let services = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "services")

  static let names: [String] = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: services.path)) ?? []
    return folders.filter { FileManager.default.fileExists(atPath: services.path + "/\($0)/terms.yaml") }.sorted()
  }()

  private static func document(_ name: String, _ file: String) throws -> JSON {
    try YAMLDocument(String(contentsOf: services.appending(path: "\(name)/\(file)"), encoding: .utf8)).json
  }

  static func authored(_ name: String) throws -> JSON {
    try AuthoredTerms(document(name, "terms.yaml")) { try document($0, "terms.yaml") }.json
  }

  /// All scenarios of a service, but for those in which something is refused on the way.
  static func all(_ name: String, content: SemperModel.Digest) throws -> [CourseScript] {
    let authored = try authored(name)
    return try TermsScenario.all(of: document(name, "scenarios.yaml")).compactMap { scenario in
      try CourseScript(scenario, under: authored, content: content)
    }
  }

  private init?(_ scenario: TermsScenario, under authored: JSON, content: SemperModel.Digest) throws {
    guard let script = try ScenarioScript(scenario, under: authored, content: content) else { return nil }
    self.script = script
    self.authored = authored
  }

  /// What the offer says, and what is left to its own form.
  var offered: (price: Money, documents: GivenDocuments?) {
    let said = moves[1]?.documents["offer"] ?? .object(JSONObject([]))
    let price = (try? said["price"].map { try Money(json: $0) }) ?? nil
    let own = JSONObject(
      (said.object?.members ?? []).filter { !["price", "content", "expires"].contains($0.name) }.map {
        ($0.name, $0.value)
      })
    return (
      price ?? Money(minorUnits: 10_00, terms.currency),
      own.members.isEmpty ? nil : GivenDocuments(JSONObject([("offer", .object(own))]))
    )
  }

  /// What an item of money comes to, where the terms take it from one field: by the last document up to a turn that has it.
  func amount(_ item: String, by turn: Int) -> Money? {
    guard case .money(.field(let path))? = terms.form(of: item) else { return nil }
    if path == ItemForm.price { return offered.price }
    let given = moves.filter { $0.key <= turn }.sorted { $0.key < $1.key }.compactMap { $0.value.documents[path.item] }
    return given.compactMap { try? $0[path.field].map { try Money(json: $0) } }.last
  }

  /// What a side gives in a turn; `nil` where it is not to give.
  func step(_ turn: Int, _ items: [String], _ content: ContentDescription) -> FilledStep? {
    guard let move = moves[turn], move.name == "done" else { return nil }
    let documents = move.documents.filter { items.contains($0.key) }
    let named = documents.values.contains { document in
      document.object?.members.contains { $0.value == content.documentDigest.json } ?? false
    }
    return FilledStep(
      GivenDocuments(JSONObject(documents.map { ($0.key, $0.value) })), contents: named ? [content] : [])
  }
}
