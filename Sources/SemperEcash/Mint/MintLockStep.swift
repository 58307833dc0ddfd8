import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What a plan does to its lock, inside the plan's transaction.
struct MintLockStep: Sendable {
  enum Change {
    case none
    case written(LockRecord)
    /// The lock had ended in the same way, or stands as it is to stand.
    case already(LockRecord)

    var record: LockRecord? {
      switch self {
      case .none: nil
      case .written(let record), .already(let record): record
      }
    }
  }

  let step: MintPlan.LockStep?
  let operation: ID<Operation>
  let now: Timestamp

  func record(_ reader: any RecordReader) throws -> LockRecord? {
    guard let step else { return nil }
    let isSealed = if case .close = step { true } else { false }
    let key = isSealed ? LockRecord.sealedKey(step.terms) : LockRecord.key(step.terms)
    return try reader.value(key, in: MintTables.locks).map { bytes in try LockRecord(canonicalBytes: bytes) }
  }

  func run(_ transaction: any RecordTransaction) throws -> Change {
    switch step {
    case .none: return .none
    case .make(let terms):
      try LockRegister.enter(terms, in: .coins, transaction)
      let record = LockRecord(terms: terms, operation: operation, time: now)
      guard try transaction.insert(record.canonicalBytes, for: LockRecord.key(terms), in: MintTables.locks) else {
        throw Refusal(.idReused, blame: .peer, "there is a lock with these terms already")
      }
      return .written(record)
    case .close(let terms, let ending, let paid):
      let end = LockRecord.End(ending: ending, paid: paid, operation: operation, time: now)
      let record = LockRecord(terms: terms, operation: operation, time: now, end: end, isSealed: true)
      let key = LockRecord.sealedKey(terms)
      guard try transaction.insert(record.canonicalBytes, for: key, in: MintTables.locks) else {
        throw Refusal(.lockEnded, blame: .peer, "other coins that are sealed with these terms were had before")
      }
      return .written(record)
    case .collect(_, let paid): return try collect(paid, transaction)
    case .end(_, let ending, let paid, _):
      return try end(transaction, ending, paid) { hold throws(Refusal) in try hold.requireFree() }
    case .divide(let division):
      return try end(transaction, .settled, division.paid, division.agreement) { hold throws(Refusal) in
        try hold.requireFree(for: division)
      }
    case .follow(let signed, let pledge):
      return try end(transaction, .settled, pledge.paid, pledge.agreement) { hold throws(Refusal) in
        try hold.requireFrozen(under: signed)
      }
    case .freeze(let signed, let pledge):
      return try keep(transaction) { hold throws(Refusal) in try hold.freeze(signed, pledge, at: now) }
    case .release(let signed, let pledge):
      return try keep(transaction, despiteEnd: true) { hold throws(Refusal) in hold.release(signed, pledge) }
    case .lapse(_, let until):
      return try keep(transaction, despiteEnd: true) { hold throws(Refusal) in try hold.lapse(until, at: now) }
    }
  }

  private func collect(_ paid: Money, _ transaction: any RecordTransaction) throws -> Change {
    guard var record = try record(transaction), let end = record.end else {
      throw Refusal(.unknownLock, blame: .peer, "no lock with these terms has been settled")
    }
    guard end.ending == .settled, end.paid == paid else {
      throw Refusal(.lockInvalid, blame: .peer, "the lock was not settled so")
    }
    guard record.collected == nil else {
      throw Refusal(.lockEnded, blame: .peer, "what the settlement left was collected before")
    }
    let held = record
    record.collected = operation
    return try replace(held, with: record, transaction)
  }

  /// The one ending of a lock.
  ///
  /// - Parameter allow: refuses it for what is remembered of settlements of two locks.
  private func end(
    _ transaction: any RecordTransaction, _ ending: LockOutcome.Ending, _ paid: Money, _ agreement: Digest? = nil,
    _ allow: (LockHold) throws(Refusal) -> Void
  ) throws -> Change {
    guard var record = try record(transaction) else { throw unknown }
    if let end = record.end {
      guard ending == end.ending, ending == .claimed || ending == .settled, end.agreement == agreement else {
        throw ended(end)
      }
      return .already(record)
    }
    try allow(record.hold)
    let held = record
    record.end = LockRecord.End(ending: ending, paid: paid, agreement: agreement, operation: operation, time: now)
    return try replace(held, with: record, transaction)
  }

  /// Changes what is remembered of a lock that stands.
  ///
  /// - Parameter despiteEnd: the answer then is how it has ended, and nothing is changed; otherwise it is refused.
  private func keep(
    _ transaction: any RecordTransaction, despiteEnd: Bool = false, _ change: (inout LockHold) throws(Refusal) -> Void
  ) throws -> Change {
    guard var record = try record(transaction) else { throw unknown }
    if let end = record.end {
      guard despiteEnd else { throw ended(end) }
      return .already(record)
    }
    let held = record
    try change(&record.hold)
    return try replace(held, with: record, transaction)
  }

  private func replace(
    _ held: LockRecord, with record: LockRecord, _ transaction: any RecordTransaction
  ) throws -> Change {
    guard
      try transaction.replace(
        held.canonicalBytes, with: record.canonicalBytes, for: LockRecord.key(record.terms), in: MintTables.locks)
    else { throw ArchiveError(.corrupt, "a lock changed under its transaction") }
    return .written(record)
  }

  private var unknown: Refusal { Refusal(.unknownLock, blame: .peer, "there is no lock with these terms") }

  private func ended(_ end: LockRecord.End) -> Refusal {
    Refusal(.lockEnded, blame: .peer, "the lock was \(end.ending.rawValue) at \(end.time)")
  }
}
