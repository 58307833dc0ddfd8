import SemperExchange
import SemperTesting

/// Exchanges that were really played to their end, each of them once, whoever looks at it.
actor EndedRuns {
  static let shared = EndedRuns()

  private struct Key: Hashable {
    let proposer: [Ware]
    let invited: [Ware]
    let wish: PlanWish
    let trouble: CellTrouble
  }

  private var runs: [Key: Task<CellRun, any Error>] = [:]

  func run(_ row: CellCase, _ trouble: CellTrouble = .none) async throws -> CellRun {
    try await run(Key(proposer: row.proposer, invited: row.invited, wish: row.wish, trouble: trouble))
  }

  /// `nil` for what nobody can lock.
  func run(_ pair: ClassPair, _ trouble: CellTrouble = .none) async throws -> CellRun? {
    guard let wares = pair.wares else { return nil }
    return try await run(
      Key(proposer: wares.proposer, invited: wares.invited, wish: ClassPair.wish, trouble: trouble))
  }

  private func run(_ key: Key) async throws -> CellRun {
    if let known = runs[key] { return try await known.value }
    let task = Task {
      var run = try await CellRun(key.proposer, for: key.invited, wish: key.wish, key.trouble)
      try await run.run()
      return run
    }
    runs[key] = task
    return try await task.value
  }
}
