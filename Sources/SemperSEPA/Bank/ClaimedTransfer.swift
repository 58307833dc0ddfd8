import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What a bank owes to the payee of a lock whose money it has to transfer, until the payee's bank has credited it.
struct ClaimedTransfer: Hashable, Sendable, CanonicalValue {
  let transfer: CreditTransfer
  let time: Timestamp
  /// Transfers that were rejected before this one.
  let attempt: Int
  /// `nil` while the other bank has not answered: the money is then between the two. Rejected money is held again.
  private(set) var outcome: TransferOutcome?
  private(set) var sent: SignedStatement?
  private(set) var answer: SignedStatement?

  init(_ transfer: CreditTransfer, attempt: Int = 0, time: Timestamp) {
    self.transfer = transfer
    self.attempt = attempt
    self.time = time
  }

  /// What a lock's transfers are for, and what the bank finds them by.
  static func reference(_ terms: LockTerms) -> Digest { Digest(of: terms.canonicalBytes, for: .paymentReference) }

  private var place: [UInt8] { transfer.reference.digest.bytes }
  /// Each attempt is a transfer of its own.
  private var name: [UInt8] { Self.name(transfer.reference.digest, attempt) }

  private static func name(_ reference: Digest, _ attempt: Int) -> [UInt8] {
    reference.bytes + Array("claim \(attempt)".utf8)
  }

  /// How the bank names, towards the payee's, what it transfers for a lock.
  static func operation(_ terms: LockTerms, attempt: Int) -> ID<Operation> {
    TransferBooking.send.operation(for: name(reference(terms), attempt))
  }

  var message: InterbankTransfer {
    InterbankTransfer(operation: TransferBooking.send.operation(for: name), transfer: transfer, time: time)
  }

  static func stored(_ reference: Digest, _ reader: any RecordReader) throws -> ClaimedTransfer? {
    try reader.value(reference.bytes, in: TransferTables.claims).map { bytes in
      try ClaimedTransfer(canonicalBytes: bytes)
    }
  }

  /// Those that have not been answered, some at a time.
  static func due(_ limit: Int, _ reader: any RecordReader) throws -> [ClaimedTransfer] {
    try reader.list(TransferTables.claimsDue, prefix: [], after: nil, limit: limit).compactMap { record in
      try stored(Digest(bytes: record.key), reader)
    }
  }

  /// Notes that it is to be sent.
  func note(_ transaction: any RecordTransaction) throws {
    try transaction.set(canonicalBytes, for: place, in: TransferTables.claims)
    try transaction.set([], for: place, in: TransferTables.claimsDue)
  }

  /// After a rejection: sends what is held again, to where the payee now has its account.
  func again(to creditor: IBAN, now: Timestamp, _ transaction: any RecordTransaction) throws -> ClaimedTransfer {
    let next = ClaimedTransfer(
      CreditTransfer(
        debtor: transfer.debtor, creditor: creditor, amount: transfer.amount, reference: transfer.reference),
      attempt: attempt + 1, time: now)
    try next.post(.send, -transfer.amount.minorUnits, now, transaction)
    try next.note(transaction)
    return next
  }

  /// Notes the other bank's answer; rejected money is held again. The first answer stays.
  func answered(
    _ outcome: TransferOutcome, _ sent: SignedStatement, _ answer: SignedStatement, now: Timestamp,
    _ transaction: any RecordTransaction
  ) throws -> ClaimedTransfer {
    guard let known = try Self.stored(transfer.reference.digest, transaction) else {
      throw ArchiveError(.corrupt, "a claimed transfer has gone; run the audit")
    }
    guard known.attempt == attempt, known.outcome == nil else { return known }
    var told = self
    (told.outcome, told.sent, told.answer) = (outcome, sent, answer)
    if case .rejected = outcome { try post(.giveBack, transfer.amount.minorUnits, now, transaction) }
    try transaction.set(told.canonicalBytes, for: place, in: TransferTables.claims)
    try transaction.remove(place, in: TransferTables.claimsDue)
    return told
  }

  /// Between what is held and what is owed to the other bank.
  private func post(
    _ booking: TransferBooking, _ held: Int64, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws {
    try Ledger.post(
      LedgerPosting(
        operation: booking.operation(for: name), purpose: booking.purpose, currency: transfer.amount.currency,
        lines: [LedgerLine(.holds, held), LedgerLine(.clearing, -held)], time: now), transaction)
  }

  var json: JSON {
    .fields([
      "answer": answer?.json, "attempt": attempt.json, "outcome": outcome?.json, "sent": sent?.json,
      "time": time.json, "transfer": transfer.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    attempt = try fields.value("attempt")
    outcome = try fields.optional("outcome")
    sent = try fields.optional("sent")
    time = try fields.value("time")
    transfer = try fields.value("transfer")
    try fields.close()
    guard attempt >= 0 else { throw CodingError(.outOfRange, "attempts are counted from zero") }
  }
}
