import SemperEngine
import SemperExchange
import SemperModel

// When the arbiter stays away.
extension OpenExchange {
  /// Runs the exchange to its end. Where the arbiter is called in vain for longer than the party's owner likes, it proposes
  /// to settle, again and again until the peer agrees or the arbiter is back.
  func run(settling: PartySettling?, time: any TimeSource) async throws -> ExchangeMachine {
    defer { driving.clear() }
    guard let settling, settling.proposes(agreed.side) else { return try await driver.run() }
    return try await withThrowingTaskGroup(of: ExchangeMachine?.self) { group in
      group.addTask { try await driver.run() }
      group.addTask {
        try await propose(settling, time)
        return nil
      }
      defer { group.cancelAll() }
      while let machine = try await group.next() {
        if let machine { return machine }
      }
      return await driver.machine
    }
  }

  /// Whether a plan is one that this side can propose at all: its own data it gives by opening it, not by a settlement.
  private func isOurs(_ plan: SettlementPlan) -> Bool {
    let side = agreed.side
    do throws(Refusal) {
      try SettlementCheck.check(plan, by: side.role, in: side.terms, items: side.items)
      return true
    } catch { return false }
  }

  /// Where both have locked money either may propose. A responder knows both locks, and an originator perhaps not; so the
  /// originator leaves the first word to it, and they do not wait for each other's answers.
  private func patience(_ settling: PartySettling) -> Span {
    let side = agreed.side
    let hasLocks = ExchangeRole.allCases.allSatisfy { role in
      side.items(of: role).contains(where: \.description.itemClass.standsAtLedger)
    }
    return hasLocks && side.role == .originator ? Span(seconds: settling.after.seconds * 2) : settling.after
  }

  private func propose(_ settling: PartySettling, _ time: any TimeSource) async throws {
    var calling: Timestamp?
    do {
      while true {
        let (machine, revision) = await driver.current
        guard machine.maySettle, !machine.isSettling, machine.callsArbiter else {
          calling = nil
          try await driver.change(after: revision)
          continue
        }
        let now = await time.now()
        let began = calling ?? now
        calling = began
        let due = began.advanced(by: patience(settling))
        if now < due {
          _ = try await changes(after: revision, until: due, time)
        } else {
          // Whatever comes of it, the next try has its time again.
          calling = now
          let (items, until) = (agreed.side.items, now.advanced(by: settling.within))
          let plans = [SettlementPlan.undoing(items, until: until), .fulfilling(items, until: until)]
          guard let plan = plans.first(where: { isOurs($0) && machine.mayPropose($0) }) else { continue }
          _ = try await driver.submit(.settlement(.wanted(plan)), ifStill: revision)
        }
      }
    } catch is CancellationError {
      // The exchange has ended, or the party is stopped.
      return
    }
  }
}

extension ExchangeMachine {
  /// Whether it waits for the arbiter's word.
  fileprivate var callsArbiter: Bool {
    outstandingActions.contains { if case .askArbiter = $0 { true } else { false } }
  }
}
