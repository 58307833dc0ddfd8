import Logging
import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import Synchronization

/// All operations of a manager: opens them, runs them, and knows the finished ones. Nothing here has to survive: after a
/// restart every open operation goes on from its journal.
final class PaymentDesk: Sendable {
  private struct State {
    var purses: [PurseID: any PaymentPurse] = [:]
    var running: [PaymentID: any RunningPayment] = [:]
    /// Those of them that `run` has not taken up yet.
    var waiting: [PaymentID: any RunningPayment] = [:]
    var hasEnded = false
  }

  let around: PaymentSurroundings
  private let state = Mutex(State())
  private let begun: AsyncStream<any RunningPayment>
  private let begin: AsyncStream<any RunningPayment>.Continuation
  /// Woken whenever an operation runs no more.
  let ends = Watchers()

  init(_ around: PaymentSurroundings) {
    self.around = around
    (begun, begin) = AsyncStream.makeStream()
  }

  private var archive: any Archive { around.archive }

  // MARK: Purses

  func install(_ purse: some PaymentPurse) throws(Refusal) {
    let isNew = state.withLock { state in
      let id = purse.descriptor.id
      if state.purses[id] != nil { return false }
      state.purses[id] = purse
      return true
    }
    guard isNew else { throw Refusal(.idReused, blame: .us, "there is a purse of this name already") }
  }

  func remove(_ id: PurseID) { state.withLock { $0.purses[id] = nil } }

  /// In the order of their names, so that two runs with the same purses do the same.
  var purses: [any PaymentPurse] {
    state.withLock { Array($0.purses.values) }.sorted { $0.descriptor.id.description < $1.descriptor.id.description }
  }

  func purse(_ id: PurseID) throws(Refusal) -> any PaymentPurse {
    guard let purse = state.withLock({ $0.purses[id] }) else {
      throw Refusal(.unknownPayment, blame: .us, "there is no such purse here; install it again")
    }
    return purse
  }

  // MARK: Running

  /// Runs operations until the task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      // Taken before the task that runs it begins: when the end comes in between, it is not found waiting too.
      for await payment in begun where isTaken(payment.id) { group.addTask { await self.run(payment) } }
      // What was opened and never begun ends with the others, so that nobody waits for it.
      for payment in end() { group.addTask { await self.run(payment) } }
    }
  }

  private func end() -> [any RunningPayment] {
    state.withLock { state in
      state.hasEnded = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
  }

  /// Takes an operation that waits to be run, once.
  private func isTaken(_ id: PaymentID) -> Bool { state.withLock { $0.waiting.removeValue(forKey: id) != nil } }

  private func run(_ payment: any RunningPayment) async {
    do {
      let record = try await payment.run()
      try await close(record)
    } catch is CancellationError {
      around.logger.debug("a payment waits for the next start")
    } catch {
      around.logger.error(
        "a payment cannot go on; it is tried again at the next start", metadata: ["error": "\(error)"])
    }
    state.withLock { $0.running[payment.id] = nil }
    ends.wake()
  }

  /// What is opened after the end is durable and goes on at the next start.
  private func start(_ payment: any RunningPayment) {
    let isRunning = state.withLock { state in
      guard !state.hasEnded else { return false }
      state.running[payment.id] = payment
      state.waiting[payment.id] = payment
      return true
    }
    if isRunning { begin.yield(payment) }
  }

  func running(_ id: PaymentID) -> (any RunningPayment)? { state.withLock { $0.running[id] } }
  var isIdle: Bool { state.withLock { $0.running.isEmpty } }

  /// Takes up the operations that are not over. What it needs a purse for that is not installed stays as it is.
  func recover() async throws -> [PaymentRecord] {
    let open = try await archive.records.read { try $0.list(PaymentTables.open, prefix: [], after: nil, limit: 10_000) }
    var records: [PaymentRecord] = []
    for entry in open {
      let id = try PaymentID(bytes: entry.key)
      guard running(id) == nil, let record = try await takeUp(id) else { continue }
      records.append(record)
    }
    return records
  }

  private func takeUp(_ id: PaymentID) async throws -> PaymentRecord? {
    guard let entry = try await archive.records.read({ try PaymentTables.entry(id, $0) }),
      let purse = try? purse(entry.purse)
    else { return nil }
    return try await takeUp(id, with: purse)
  }

  private func takeUp(_ id: PaymentID, with purse: some PaymentPurse) async throws -> PaymentRecord? {
    let (machine, _) = try await replayed(id, with: purse)
    guard let record = machine.record else { return nil }
    start(PaymentRun(machine, of: record.opening, with: purse, restored: true, in: around))
    return record
  }

  func replayed<Purse: PaymentPurse>(
    _ id: PaymentID, with purse: Purse
  ) async throws -> (PaymentMachine<Purse.Side>, entries: Int) {
    var machine = PaymentMachine<Purse.Side>()
    let entries = try await archive.journal.entries(of: PaymentRun<Purse>.conversation(id))
    try Replay.restore(&machine, from: entries)
    return (machine, entries.count)
  }

  // MARK: Opening and closing

  /// Opens an operation, with its place in the books of the payment that it follows on, all at once; or finds the one that the
  /// same key opened before.
  func open<Purse: PaymentPurse>(
    _ task: PaymentTask, with purse: Purse, key: IdempotencyKey, id: PaymentID,
    entering line: (@Sendable (inout PaymentBook) throws -> Void)? = nil
  ) async throws -> PaymentID {
    guard purse.tasks.contains(task.kind) else {
      throw Refusal(.notSupported, blame: .us, "\(purse.descriptor.scheme) has no operation “\(task.kind.rawValue)”")
    }
    let content = Digest(of: task.canonicalBytes + purse.descriptor.id.bytes, for: .paymentKey)
    let before = try await archive.records.read { reader in
      // The same agreement under another key is the same operation too.
      try Self.known(key, content, reader) ?? (PaymentTables.entry(id, reader) == nil ? nil : id)
    }
    if let before { return before }
    var generator = SystemRandomNumberGenerator()
    let now = await around.time.now()
    try task.requireUnexpired(purse.descriptor, at: now)
    let opening = PaymentOpening(
      id: id, key: key, task: task, purse: purse.descriptor, particulars: try await purse.prepare(task, id: id),
      entropy: Nonce(using: &generator), time: now)
    let isNew = try await archive.transact { transaction in
      if try Self.known(key, content, transaction) != nil { return false }
      let entry = PaymentEntry(purse: opening.purse.id, kind: task.kind)
      guard try transaction.insert(entry.canonicalBytes, for: id.bytes, in: PaymentTables.operations) else {
        // The same agreement under another key.
        return false
      }
      if let line, let agreement = task.agreement?.digest {
        var book = try PaymentTables.book(agreement, transaction)
        try line(&book)
        try transaction.set(book.canonicalBytes, for: agreement.bytes, in: PaymentTables.books)
      }
      _ = try transaction.insert(content.bytes + id.bytes, for: key.bytes, in: PaymentTables.keys)
      try transaction.set([1], for: id.bytes, in: PaymentTables.open)
      try transaction.append(
        JournalEntry.beginning(PaymentMachine<Purse.Side>.self, with: .opened(opening), at: now),
        to: PaymentRun<Purse>.conversation(id))
      return true
    }
    if isNew {
      var machine = PaymentMachine<Purse.Side>()
      _ = machine.handle(.opened(opening), at: now)
      start(PaymentRun(machine, of: opening, with: purse, restored: false, in: around))
    }
    return id
  }

  private static func known(
    _ key: IdempotencyKey, _ content: Digest, _ reader: any RecordReader
  ) throws -> PaymentID? {
    guard let value = try reader.value(key.bytes, in: PaymentTables.keys) else { return nil }
    guard Array(value.prefix(Digest.size)) == content.bytes else {
      throw Refusal(.idempotencyConflict, blame: .us, "the key was used for another operation; draw a new one")
    }
    return try PaymentID(bytes: Array(value.dropFirst(Digest.size)))
  }

  private func close(_ record: PaymentRecord) async throws {
    let (moved, payment) = (movements(of: record), StatementPayment(record))
    try await archive.transact { transaction in
      if let payment { try PaymentTables.note(moved, of: payment, transaction) }
      var entry = PaymentEntry(purse: record.opening.purse.id, kind: record.opening.task.kind)
      entry.isOver = true
      try transaction.set(entry.canonicalBytes, for: record.id.bytes, in: PaymentTables.operations)
      try transaction.remove(record.id.bytes, in: PaymentTables.open)
      guard let agreement = record.opening.task.agreement?.digest else { return }
      var book = try PaymentTables.book(agreement, transaction)
      book.end(record.id, settled: record.state == .settled)
      try transaction.set(book.canonicalBytes, for: agreement.bytes, in: PaymentTables.books)
    }
  }

  // MARK: Looking

  /// The record of an operation, under way or over; `nil` for one that nobody has opened.
  func record(of id: PaymentID) async throws -> PaymentRecord? {
    if let payment = running(id), let record = await payment.current().record { return record }
    guard let entry = try await archive.records.read({ try PaymentTables.entry(id, $0) }) else { return nil }
    return try await record(of: id, with: purse(entry.purse))
  }

  private func record(of id: PaymentID, with purse: some PaymentPurse) async throws -> PaymentRecord? {
    try await replayed(id, with: purse).0.record
  }

  // MARK: Tokens

  /// Gives a token to the operation that it is for, waking one that is over. Returns `false` when there is none.
  func take(_ token: SignedStatement, for id: PaymentID) async throws -> Bool {
    if let payment = running(id) {
      do {
        try await payment.take(token)
        return true
      } catch is CancellationError where !Task.isCancelled {
        // It has just ended.
      }
    }
    guard let entry = try await archive.records.read({ try PaymentTables.entry(id, $0) }) else { return false }
    try await wake(id, with: purse(entry.purse), by: token)
    return true
  }

  private func wake(_ id: PaymentID, with purse: some PaymentPurse, by token: SignedStatement) async throws {
    guard running(id) == nil else {
      throw Refusal(.unavailable, blame: .us, "the payment is just ending; send it again in a moment")
    }
    let now = await around.time.now()
    let (machine, count) = try await replayed(id, with: purse)
    guard let event = try machine.judge(token, at: now) else { return }
    let entry = JournalEntry(sequence: count, time: now, bytes: event.canonicalBytes)
    let conversation = conversation(id, of: purse)
    do {
      try await archive.transact { transaction in
        try transaction.append([entry], to: conversation)
        try transaction.set([1], for: id.bytes, in: PaymentTables.open)
      }
    } catch let error as JournalError where error.code == .conflict {
      throw Refusal(.unavailable, blame: .us, "another message came at the same time; send it again in a moment")
    }
    var woken = machine
    _ = woken.handle(event, at: now)
    guard let opening = woken.record?.opening else { return }
    // What the token leads to is new; what was unanswered before may have been begun by an earlier process.
    start(PaymentRun(machine, of: opening, with: purse, restored: true, in: around))
  }

  private func conversation<Purse: PaymentPurse>(_ id: PaymentID, of purse: Purse) -> ConversationID {
    PaymentRun<Purse>.conversation(id)
  }
}
