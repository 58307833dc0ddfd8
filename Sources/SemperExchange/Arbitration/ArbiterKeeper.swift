import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperEngine
public import SemperModel
import SemperPayments

/// What an arbiter does though nobody calls: it ends complaint windows that are over, in the order in which they ended,
/// removes ciphertexts whose time is over, and opens and destroys epochs.
///
/// Everything that is due is in the store, so a keeper that was away does it when it comes back.
public struct ArbiterKeeper: Sendable {
  private static let longestSleep = Span(seconds: 3_600)
  private static let batch = 64
  private let arbiter: Arbiter
  private let policy: ArbiterPolicy
  private let time: any TimeSource

  /// - Parameter policy: what the next epoch has.
  public init(_ arbiter: Arbiter, policy: ArbiterPolicy, time: any TimeSource) {
    self.arbiter = arbiter
    self.policy = policy
    self.time = time
  }

  /// Works until its task is cancelled.
  ///
  /// - Parameters:
  ///   - turned: called with what exchanges pin from now on, whenever that changes.
  ///   - stopped: called with the standing, once, when the arbiter decides no more.
  public func run(
    turned: @Sendable (ArbiterTerms) async throws -> Void = { _ in },
    stopped: @Sendable (ArbiterStanding) -> Void = { _ in }
  ) async throws {
    var terms = arbiter.terms
    var decided = arbiter.standing.decides
    while true {
      try Task.checkCancellation()
      let now = await time.now()
      do {
        try await work(at: now)
      } catch let refusal as Refusal {
        // Another instance has taken over the store: told below, and there is nothing more to do here.
        guard !arbiter.standing.decides else { throw refusal }
      }
      let decides = arbiter.standing.decides
      if decided, !decides { stopped(arbiter.standing) }
      decided = decides
      if decides, arbiter.terms != terms {
        terms = arbiter.terms
        try await turned(terms)
      }
      try await sleep(until: next(after: now))
    }
  }

  /// Does everything that is due at this time, and tells how many windows have ended.
  @discardableResult
  public func work(at clock: Timestamp) async throws -> Int {
    let now = arbiter.life.time(clock)
    try await arbiter.lookOutside()
    guard arbiter.standing.decides else { return 0 }
    var ended = 0
    while case let count = try await arbiter.endWindows(by: now, limit: Self.batch), count > 0 { ended += count }
    while try await arbiter.removeData(by: now) > 0 {}
    try await arbiter.turnEpochs(to: policy, at: now)
    try await arbiter.noteOutside(at: now)
    return ended
  }

  private func next(after now: Timestamp) async throws -> Timestamp {
    let latest = now.advanced(by: Self.longestSleep)
    guard arbiter.standing.decides else { return latest }
    let window = try await arbiter.records.read(ArbiterWindows.next)
    let data = try await arbiter.records.read(DataPermits.next)
    return [window, data, arbiter.nextEpochTurn].compactMap(\.self).reduce(latest, min)
  }

  private func sleep(until time: Timestamp) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [source = self.time] in try await source.wait(until: time) }
      group.addTask { [bell = arbiter.life.bell] in await bell.wait() }
      try await group.next()
      group.cancelAll()
    }
  }
}

extension Arbiter {
  /// Moves on what the time alone moves on, and tells how many windows that were.
  func endWindows(by now: Timestamp, limit: Int) async throws -> Int {
    guard try await records.read({ try !ArbiterWindows.due(by: now, limit: 1, $0).isEmpty }) else { return 0 }
    return try await transact { transaction in
      let now = max(now, try ArbiterClock.latest(transaction) ?? now)
      let due = try ArbiterWindows.due(by: now, limit: limit, transaction)
      for exchange in due {
        guard let bytes = try transaction.value(exchange.bytes, in: Self.table) else {
          throw ArchiveError(.corrupt, "an open window has no record; put back the newest copy of the arbiter's home")
        }
        let before = try ArbiterRecord(canonicalBytes: bytes)
        let call = ArbiterCall.timePassed(for: exchange, before.responder)
        guard let ruling = ArbiterRules.next(after: before.current, before.windows, call, by: .responder, at: now)
        else {
          preconditionFailure("a window that has ended leads on")
        }
        var record = before
        record.decision = try write(ruling, on: exchange, at: now, in: transaction)
        try replace(before, by: record, in: transaction)
      }
      return due.count
    }
  }
}
