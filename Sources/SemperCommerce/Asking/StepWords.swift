public import SemperArchive
import SemperCoding
public import SemperModel
import Synchronization

/// What the owner of a home has said to the steps of its deals. A word is durable before the deal hears it, and a deal that needs one
/// waits for it.
public final class StepWords: Sendable {
  /// Deal and turn → `StepWord`.
  private static let table = RecordTable("deal_words")

  private struct State {
    var next = 0
    /// Who waits for a word to a turn of a deal, and whether it has been found that there is none yet.
    var waiting: [ID<Deal>: [Int: Waiter]] = [:]
    /// Who wants to know when a deal begins to wait.
    var watching: [ID<Deal>: [Int: AsyncStream<Void>.Continuation]] = [:]

    mutating func forget(_ number: Int, of deal: ID<Deal>) {
      waiting[deal]?[number] = nil
      watching[deal]?[number] = nil
      if waiting[deal]?.isEmpty ?? false { waiting[deal] = nil }
      if watching[deal]?.isEmpty ?? false { watching[deal] = nil }
    }
  }

  private struct Waiter {
    let turn: Int
    let bell: AsyncStream<Void>.Continuation
    var isWithoutWord = false
  }

  private let records: any Records
  private let state = Mutex(State())

  public init(records: any Records) { self.records = records }

  /// Durable when it returns. The last word counts, as long as the deal has not heard one.
  public func say(_ word: StepWord, in deal: ID<Deal>, turn: Int) async throws {
    let (key, bytes) = (Self.key(deal, turn), word.canonicalBytes)
    try await records.transact { try $0.set(bytes, for: key, in: Self.table) }
    for waiter in state.withLock({ $0.waiting[deal] ?? [:] }).values where waiter.turn == turn { waiter.bell.finish() }
  }

  /// Waits until there is a word to the turn that the deal has come to, and it covers what is to be paid.
  func word(in record: DealRecord, paying payments: [ItemAmount] = []) async throws -> StepWord {
    let (deal, turn) = (record.opening.deal, record.course?.turn ?? 0)
    while true {
      // A bell rings once, and a word may not be enough.
      let (bells, bell) = AsyncStream<Void>.makeStream()
      let number = state.withLock { state in
        state.next += 1
        state.waiting[deal, default: [:]][state.next] = Waiter(turn: turn, bell: bell)
        return state.next
      }
      defer { state.withLock { $0.forget(number, of: deal) } }
      if let word = try await said(deal, turn), word.covers(payments) { return word }
      let watchers = state.withLock { state in
        state.waiting[deal]?[number]?.isWithoutWord = true
        return state.watching[deal] ?? [:]
      }
      for watcher in watchers.values { watcher.finish() }
      for await _ in bells {}
      try Task.checkCancellation()
    }
  }

  /// Lets whoever watches the deal know, while a hearing lasts, that nothing is to be done but by its parties and the arbiter.
  public func resting(in record: DealRecord, while body: () async throws -> Void) async rethrows {
    let deal = record.opening.deal
    let (_, bell) = AsyncStream<Void>.makeStream()
    let (number, watchers) = state.withLock { state in
      state.next += 1
      state.waiting[deal, default: [:]][state.next] = Waiter(
        turn: record.course?.turn ?? 0, bell: bell, isWithoutWord: true)
      return (state.next, state.watching[deal] ?? [:])
    }
    defer { state.withLock { $0.forget(number, of: deal) } }
    for watcher in watchers.values { watcher.finish() }
    try await body()
  }

  /// Whether the deal waits for a word of its owner, or rests in a hearing.
  public func isMissing(in deal: ID<Deal>) -> Bool {
    state.withLock { $0.waiting[deal]?.values.contains(where: \.isWithoutWord) ?? false }
  }

  /// Whether there is a word to the turn that the deal has come to.
  public func isSaid(in record: DealRecord) async throws -> Bool {
    try await said(record.opening.deal, record.course?.turn ?? 0) != nil
  }

  /// Returns when the deal waits for a word of its owner, or rests in a hearing.
  public func missing(in deal: ID<Deal>) async throws {
    let (bells, bell) = AsyncStream<Void>.makeStream()
    let number = state.withLock { state -> Int? in
      if state.waiting[deal]?.values.contains(where: \.isWithoutWord) ?? false { return nil }
      state.next += 1
      state.watching[deal, default: [:]][state.next] = bell
      return state.next
    }
    guard let number else { return }
    defer { state.withLock { $0.forget(number, of: deal) } }
    for await _ in bells {}
    try Task.checkCancellation()
  }

  /// The word to the turn that the deal has come to; `nil` while there is none.
  public func said(in record: DealRecord) async throws -> StepWord? {
    try await said(record.opening.deal, record.course?.turn ?? 0)
  }

  private func said(_ deal: ID<Deal>, _ turn: Int) async throws -> StepWord? {
    try await records.read { try $0.value(Self.key(deal, turn), in: Self.table) }.map {
      try StepWord(canonicalBytes: $0)
    }
  }

  private static func key(_ deal: ID<Deal>, _ turn: Int) -> [UInt8] {
    deal.bytes + withUnsafeBytes(of: UInt64(turn).bigEndian, Array.init)
  }
}

// As a judgement hears it.
extension StepWords {
  /// What the owner gives; `nil` where it will not.
  public func step(in record: DealRecord) async throws -> FilledStep? {
    guard case .give(let step, _) = try await word(in: record) else { return nil }
    return step
  }

  /// The option that the owner takes, or the way of failure.
  public func option(in record: DealRecord) async throws -> String {
    guard case .choose(let option) = try await word(in: record) else { return Choice.Way.otherwise.rawValue }
    return option
  }

  /// Why the owner does not sign; `nil` where it does.
  ///
  /// - Parameter payments: what it pays with its signature. A word that was said before anybody knew that, or to less, is none.
  public func objection(in record: DealRecord, paying payments: [ItemAmount] = []) async throws -> Refusal? {
    if case .give = try await word(in: record, paying: payments) { return nil }
    return Refusal(.userDeclined, blame: .us, "the owner does not sign what was filled in")
  }
}
