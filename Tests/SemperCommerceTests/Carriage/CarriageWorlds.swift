/// Each deal is played once for all tests that dispute about it.
actor CarriageWorlds {
  static let shared = CarriageWorlds()
  private var known: [String: Task<CarriageWorld, any Error>] = [:]

  func after(_ scenario: String) async throws -> CarriageWorld {
    if let playing = known[scenario] { return try await playing.value }
    let playing = Task { try await CarriageWorld(scenario) }
    known[scenario] = playing
    return try await playing.value
  }
}
