import SemperCommerce
import SemperEngine
import SemperModel

// What the owner of a shop asks of its deals and says to them.
extension DealDesk {
  private static let mostSteps = 1_000

  /// What deals ask the owner, the most urgent first: all that run, and a good number of those that rest.
  func steps() async throws -> [OpenStep] {
    var steps = [ID<Deal>: OpenStep]()
    for step in try await index.steps(most: Self.mostSteps) { steps[step.deal] = step }
    for deal in places.running {
      let machine = await deal.driver.machine
      if machine.record != nil { steps[deal.id] = OpenStep(machine) }
    }
    return steps.values.sorted { ($0.until, "\($0.deal)") < ($1.until, "\($1.deal)") }
  }

  /// Refuses a word to a deal that asks nothing, or something else.
  func say(_ word: StepWord, in id: ID<Deal>) async throws {
    let machine = try await openDeal(id).driver.machine
    if let over = Self.over(machine, blame: .us) { throw over }
    guard let step = OpenStep(machine) else {
      throw Refusal(.tooLate, blame: .us, "this deal asks nothing now; “semper till steps” tells which ones do")
    }
    try await workshop.words.say(try step.taken(word, in: machine), in: id, turn: step.turn)
    // It may have been laid down before it heard the word.
    _ = try await awake(id)
  }

  /// Refuses an exception that the terms do not give the seller now.
  func raise(_ exception: String, in id: ID<Deal>) async throws {
    let isRaised: Void? = try await within(id) { deal in
      let machine = await deal.driver.machine
      if let over = Self.over(machine, blame: .us) { throw over }
      guard machine.exceptions.contains(exception) else {
        throw Refusal(
          .outsideTerms, blame: .us, "the terms have no exception “\(exception.prefix(64))” for the seller here")
      }
      try await deal.driver.submit(.raised(exception))
    }
    guard isRaised != nil else { throw try await notUnderWay(id) }
  }

  private func openDeal(_ id: ID<Deal>) async throws -> OpenDeal {
    guard let deal = try await awake(id) else { throw try await notUnderWay(id) }
    return deal
  }

  /// Why nothing can be said to a deal that is not under way: it has ended, and how; or there is none.
  private func notUnderWay(_ id: ID<Deal>) async throws -> Refusal {
    try await machine(of: id).flatMap { Self.over($0, blame: .us) }
      ?? Refusal(.unknownDeal, blame: .us, "no such deal is under way here")
  }

  /// Why nothing more can be done in a deal, where it has ended: at which end of its terms, and what led there.
  static func over(_ machine: DealMachine, blame: Blame) -> Refusal? {
    guard machine.isFinished, let end = machine.end else { return nil }
    let reason = machine.record?.decisions.lazy.reversed().compactMap {
      if case .dissatisfied(let refusal) = $0.decision { refusal.detail } else { nil }
    }.first
    return Refusal(.dealEnded, blame: blame, "the deal has ended at “\(end)”" + (reason.map { ": \($0)" } ?? ""))
  }
}
