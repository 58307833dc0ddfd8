import Logging
import SemperCommerce
import SemperEngine
import SemperModel

// Deals that wait for somebody for days, and need no place in memory meanwhile. To rest is to be stopped between two durable steps
// and to be woken is to be started, so nothing of a deal depends on it.
extension DealDesk {
  /// For less it is not worth while.
  private static let shortestRest = Span(seconds: 5)
  private static let pause = Span(seconds: 1)
  /// How many are laid down at once to make room.
  private static let mostAtOnce = 32

  /// A deal that is not over, running; `nil` for one that is over or that there never was. Wakes one that rests.
  func awake(_ id: ID<Deal>) async throws -> OpenDeal? {
    while true {
      switch places.find(id, at: await time.now()) {
      case .running(let deal):
        guard await isRead(deal) else {
          try await places.gone(deal)
          continue
        }
        return deal
      case .waking, .leaving: try await places.settled(id)
      case nil:
        if try await index.isResting(id) {
          try await wake(id)
        } else if places.find(id, at: await time.now()) == nil {
          return nil
        }
      }
    }
  }

  /// Does something with a deal that is not over; `nil` for any other. Where the deal has been laid down meanwhile, once more.
  func within<Result>(_ id: ID<Deal>, _ body: (OpenDeal) async throws -> Result) async throws -> Result? {
    while let deal = try await awake(id) {
      do {
        return try await body(deal)
      } catch is CancellationError {
        try Task.checkCancellation()
        try await places.gone(deal)
      }
    }
    return nil
  }

  /// Whether its journal has been read, which this waits for.
  private func isRead(_ deal: OpenDeal) async -> Bool {
    guard deal.opening == nil else { return true }
    return (try? await deal.driver.change(after: 0)) != nil
  }

  private func wake(_ id: ID<Deal>) async throws {
    let source = try await index.source(of: id)
    var entry = places.reserve(id, from: source)
    if case .full = entry, try await makeRoom() { entry = places.reserve(id, from: source) }
    switch entry {
    case .present: return
    case .full:
      throw Refusal(.overloaded, blame: .us, "too many deals are open here; try again in a moment")
    case .placed: break
    }
    do {
      guard let record = try await replayed(id).record else {
        throw Refusal(.unknownDeal, blame: .us, "there is no such deal here")
      }
      try await index.run(id)
      start(try deal(id, offer: record.offer, opening: nil))
    } catch {
      places.remove(id)
      throw error
    }
  }

  // MARK: Laying down

  /// Lays down, again and again, what rests and nobody has asked for during the last while.
  func layDownUnused() async throws {
    while true {
      let begun = await time.now()
      try await time.wait(until: begun.advanced(by: idle))
      for deal in places.unused(since: begun) where await rests(deal) { await leave(deal) }
    }
  }

  /// Lays down some of the deals that rest; `false` where there are none.
  func makeRoom() async throws -> Bool {
    let now = await time.now()
    let since = Timestamp(seconds: now.seconds - idle.seconds)
    var leaving = [OpenDeal]()
    for deal in places.unused(since: since) where leaving.count < Self.mostAtOnce {
      if await rests(deal), await leave(deal) { leaving.append(deal) }
    }
    for deal in leaving { try await places.gone(deal) }
    return !leaving.isEmpty
  }

  @discardableResult
  private func leave(_ deal: OpenDeal) async -> Bool {
    guard places.leave(deal) else { return false }
    await deal.driver.halt()
    return true
  }

  private func rests(_ deal: OpenDeal) async -> Bool {
    let machine = await deal.driver.machine
    guard let until = machine.rest, until > (await time.now()).advanced(by: Self.shortestRest) else { return false }
    return !(OpenStep(machine)?.asks ?? false) || workshop.words.isMissing(in: deal.id)
  }

  /// A deal that was told to rest has stopped. Where something has happened in the last moment, it runs again at once.
  func layDown(_ deal: OpenDeal) async {
    do {
      let machine = await deal.driver.machine
      let step = OpenStep(machine)
      let earliest = (await time.now()).advanced(by: Self.shortestRest)
      guard let record = machine.record, let until = machine.rest, until > earliest,
        try await isSilent(step, in: record)
      else { return start(try self.deal(deal.id, offer: deal.offer, opening: nil)) }
      try await index.rest(deal.id, until: until, from: places.source(of: deal.id), asking: step)
      logger.debug("a deal rests", metadata: ["until": "\(until)"])
    } catch {
      logger.error("a deal cannot go on; it is tried again at the next start", metadata: ["error": "\(error)"])
    }
    places.remove(deal.id)
    due.wake()
  }

  /// Whether the owner has said nothing to what the deal asks.
  private func isSilent(_ step: OpenStep?, in record: DealRecord) async throws -> Bool {
    guard step?.asks ?? false else { return true }
    return try await !workshop.words.isSaid(in: record)
  }

  // MARK: Waking in time

  /// Wakes each deal when its time has come.
  func wakeInTime() async throws {
    while true {
      let wakings = due.wakings
      guard let next = try await index.next() else {
        try await due.wait(after: wakings)
        continue
      }
      let now = await time.now()
      if next.due > now {
        try await news(after: wakings, until: next.due)
      } else if !(try await wakeDue(next.deal)) {
        try await time.wait(until: now.advanced(by: Self.pause))
      }
    }
  }

  /// `false` where there is no place for it now.
  private func wakeDue(_ id: ID<Deal>) async throws -> Bool {
    do {
      try await wake(id)
      try await places.settled(id)
      return true
    } catch let refusal as Refusal where refusal.code == .overloaded {
      return false
    } catch {
      try Task.checkCancellation()
      logger.error("a deal cannot go on; it is tried again at the next start", metadata: ["error": "\(error)"])
      try await index.run(id)
      return true
    }
  }

  /// Returns when another deal has begun to rest, and at the latest then.
  private func news(after wakings: Int, until: Timestamp) async throws {
    let (due, time) = (due, time)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await due.wait(after: wakings) }
      group.addTask { try await time.wait(until: until) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
