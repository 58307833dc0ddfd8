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
  struct Move: Sendable {
    let state: String
    let name: String
    let documents: [String: JSON]
  }

  let scenario: TermsScenario
  let terms: TermsOfBusiness
  private(set) var moves: [Int: Move] = [:]
  /// How many turns the scenario has.
  let turns: Int

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
    try TermsScenario.all(of: document(name, "scenarios.yaml")).compactMap { scenario in
      try CourseScript(scenario, under: authored(name), content: content)
    }
  }

  /// - Parameter content: what stands wherever a document names content.
  private init?(_ scenario: TermsScenario, under authored: JSON, content: SemperModel.Digest) throws {
    self.scenario = scenario
    var simulation = try TermsSimulation(authored)
    terms = simulation.terms
    for move in scenario.play {
      let (state, before) = (simulation.position, simulation.trace.count)
      try simulation.move(move)
      guard simulation.trace[before].refused == nil else { return nil }
      moves[before + 1] = Move(
        state: state, name: move.name,
        documents: Self.documents(terms.state(state)?.items ?? [], simulation, content))
    }
    turns = simulation.trace.count
  }

  private static func documents(
    _ items: [String], _ simulation: TermsSimulation, _ content: SemperModel.Digest
  ) -> [String: JSON] {
    var documents = [String: JSON]()
    for item in items where simulation.terms.form(of: item)?.isDocument ?? false {
      documents[item] = .object(
        JSONObject(
          simulation.terms.fields(of: item).compactMap { field in
            guard let value = simulation.documents[FieldPath(item, field.name)] else { return nil }
            if case .content = value { return (field.name, content.json) }
            return (field.name, value.json)
          }))
    }
    return documents
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

  /// What a side gives in a turn; `nil` where it is not to give.
  func step(_ turn: Int, _ items: [String], _ content: ContentDescription) -> FilledStep? {
    guard let move = moves[turn], move.name == "done" else { return nil }
    let documents = move.documents.filter { items.contains($0.key) }
    let named = documents.values.contains { document in
      document.object?.members.contains { $0.value == content.documentDigest.json } ?? false
    }
    let rights = items.compactMap { item -> HandedCredential? in
      guard case .credential(let type) = terms.form(of: item) else { return nil }
      return HandedCredential(item: item, credential: "a right to \(type)")
    }
    return FilledStep(
      GivenDocuments(JSONObject(documents.map { ($0.key, $0.value) })), contents: named ? [content] : [],
      credentials: rights)
  }
}
