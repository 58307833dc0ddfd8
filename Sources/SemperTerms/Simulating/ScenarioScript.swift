public import SemperCoding
public import SemperModel

/// A scenario as a script for two sides that play it for real: what happens at which turn, and what the documents say there.
public struct ScenarioScript: Sendable {
  public struct Move: Sendable {
    public let state: String
    /// `done`, `else`, the name of an option, or `raise NAME`.
    public let name: String
    /// By item, in the form in which they are signed.
    public let documents: [String: JSON]

    /// The exception that is raised, if one is.
    public var exception: String? {
      name.hasPrefix(TermsMove.raising) ? String(name.dropFirst(TermsMove.raising.count)) : nil
    }
  }

  public let scenario: TermsScenario
  public let terms: TermsOfBusiness
  public let moves: [Int: Move]
  /// How many turns the scenario has.
  public let turns: Int

  /// `nil` for a scenario in which something is refused on the way, which nobody plays who keeps to the terms.
  ///
  /// - Parameters:
  ///   - authored: as an `AuthoredTerms` has them.
  ///   - content: what stands wherever a document names content.
  public init?(_ scenario: TermsScenario, under authored: JSON, content: Digest) throws(CodingError) {
    self.scenario = scenario
    var simulation = try TermsSimulation(authored)
    terms = simulation.terms
    var moves = [Int: Move]()
    for move in scenario.play {
      let (state, before) = (simulation.position, simulation.trace.count)
      try simulation.move(move)
      guard simulation.trace[before].refused == nil else { return nil }
      moves[before + 1] = Move(
        state: state, name: move.name, documents: Self.documents(terms.state(state)?.items ?? [], simulation, content))
    }
    self.moves = moves
    turns = simulation.trace.count
  }

  private static func documents(_ items: [String], _ simulation: TermsSimulation, _ content: Digest) -> [String: JSON] {
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

  /// What the offer costs: as the scenario says, and else as little as the terms allow.
  public var price: Money {
    let said = moves[1]?.documents["offer"]?["price"]
    return (try? said.map { try Money(json: $0) }) ?? nil
      ?? Money(minorUnits: min(10_00, terms.limits.highestPrice.minorUnits), terms.currency)
  }
}
