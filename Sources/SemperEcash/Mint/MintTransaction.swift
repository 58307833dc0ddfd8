import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The one transaction that carries out a plan or finds out why not.
struct MintTransaction: Sendable {
  enum Result: Sendable {
    /// Carried out, now or at an earlier time.
    case done(Timestamp, LockRecord?, RefreshRecord? = nil)
    case refused(Refusal, Timestamp)
    /// Coins were spent by earlier requests, which are given as they are kept.
    case spent([MintRefusal.Spent], requests: [[UInt8]])
  }

  let plan: MintPlan
  let now: Timestamp
  private var lockStep: MintLockStep { MintLockStep(step: plan.lock, operation: plan.operation, now: now) }
  /// The log's entry, encoded before the transaction.
  private let entry: [UInt8]

  init(plan: MintPlan, now: Timestamp) {
    self.plan = plan
    self.now = now
    entry = plan.inputs.isEmpty && plan.outputs.isEmpty ? [] : MintLogEntry(plan, time: now).canonicalBytes
  }

  /// Whether a refusal that was not recorded stays right for ever. What depends on the state of accounts and locks does
  /// only when recorded; what was never understood is not decided on.
  static func isFinal(_ refusal: Refusal) -> Bool {
    switch refusal.code {
    case .coinInvalid, .expired, .amountMismatch, .lockInvalid, .wrongSigner, .lockEnded, .idReused, .doubleSpend,
      .malformed, .badSignature, .unknownKind, .tooLarge:
      true
    case .untrusted, .outsideTerms, .termsChanged, .notAsOffered, .userDeclined, .unknownDeal,
      .tooLate, .dealEnded, .goodsInvalid, .goodsMissing, .proofInvalid, .notAParty, .alreadyDecided,
      .insufficientFunds,
      .unknownAccount, .epochDestroyed, .decisionLost, .unknownLock, .limitExceeded, .wrongCurrency, .lockMissing,
      .notAnonymous, .notAccredited, .noCommonPayment, .paymentCommitted, .refundExceeded, .unknownPayment,
      .notSupported, .idempotencyConflict, .notFound, .overloaded, .unavailable, .rolledBack, .notAsListed,
      .tooFewSignatures, .withdrawn, .statusTooOld, .notEvaluated, .credentialInvalid, .credentialMissing:
      false
    }
  }

  static func record(of operation: ID<Operation>, _ reader: any RecordReader) throws -> OperationRecord? {
    try reader.value(operation.bytes, in: MintTables.operations).map { bytes in
      try OperationRecord(canonicalBytes: bytes)
    }
  }

  func run(_ transaction: any RecordTransaction) throws -> Result {
    if let known = try Self.record(of: plan.operation, transaction) { return try again(known, transaction) }
    let spent = try spentBefore(transaction)
    if !spent.isEmpty { return .spent(spent.map(\.0), requests: spent.map(\.1)) }
    for message in plan.recouped {
      if try transaction.value(message.bytes, in: MintTables.issued) != nil { continue }
      throw Refusal(.coinInvalid, blame: .peer, "the mint never signed the blinded message of a coin")
    }
    if let refusal = try lackOfFunds(transaction) { return try refuse(refusal, transaction) }
    let refresh = try stepRefresh(transaction)
    if case .already(let record) = refresh { return .done(now, nil, record) }
    // From here on everything fits; a throw would roll all of it back.
    for coin in plan.inputs {
      _ = try transaction.insert(coin.key.bytes + plan.operation.bytes, for: coin.digest.bytes, in: MintTables.spent)
    }
    for output in plan.outputs {
      let value = output.key.bytes + plan.operation.bytes
      guard try transaction.insert(value, for: output.digest.bytes, in: MintTables.issued) else {
        throw Refusal(.idReused, blame: .peer, "a blinded message was used before; draw the next one")
      }
    }
    let lock = try lockStep.run(transaction)
    if case .already(let record) = lock { return .done(record.end?.time ?? record.time, record) }
    if let posting = plan.posting { try Ledger.post(posting, transaction) }
    if !entry.isEmpty { _ = try transaction.append(entry, to: MintTables.log) }
    try remember(refusal: nil, transaction)
    if !plan.inputs.isEmpty {
      _ = try transaction.insert(plan.bytes, for: plan.operation.bytes, in: MintTables.requests)
    }
    return .done(now, lock.record, refresh.record)
  }

  /// The answer to a repetition. The record is written anew: on a replicated archive an answer that wrote nothing could
  /// be given before the first one is durable.
  private func again(_ known: OperationRecord, _ transaction: any RecordTransaction) throws -> Result {
    guard known.request == plan.request else {
      throw Refusal(.idempotencyConflict, blame: .peer, "the operation id was used for another request")
    }
    try transaction.set(known.canonicalBytes, for: plan.operation.bytes, in: MintTables.operations)
    if let refusal = known.refusal { return .refused(refusal, known.time) }
    return .done(known.time, try lockStep.record(transaction), try Self.refresh(plan.operation, transaction))
  }

  private func remember(refusal: Refusal?, _ transaction: any RecordTransaction) throws {
    let record = OperationRecord(request: plan.request, time: now, refusal: refusal)
    _ = try transaction.insert(record.canonicalBytes, for: plan.operation.bytes, in: MintTables.operations)
  }

  /// A refusal that later events could make wrong is remembered, so that the sender can rely on it.
  private func refuse(_ refusal: Refusal, _ transaction: any RecordTransaction) throws -> Result {
    try remember(refusal: refusal, transaction)
    return .refused(refusal, now)
  }

  // MARK: Coins and accounts

  private func spentBefore(_ reader: any RecordReader) throws -> [(MintRefusal.Spent, [UInt8])] {
    var found = [(MintRefusal.Spent, [UInt8])]()
    for coin in plan.inputs {
      guard let value = try reader.value(coin.digest.bytes, in: MintTables.spent) else { continue }
      let operation = try ID<Operation>(bytes: Array(value.dropFirst(Digest.size)))
      guard let record = try Self.record(of: operation, reader),
        let request = try reader.value(operation.bytes, in: MintTables.requests)
      else { throw ArchiveError(.corrupt, "a spent coin's request is missing; run the audit") }
      let spent = MintRefusal.Spent(
        coin: coin.digest, operation: operation, request: record.request, time: record.time)
      // Coins spent together share a proof.
      let seen = found.contains { $0.0.operation == operation }
      found.append((spent, seen ? [] : request))
    }
    return found
  }

  private func lackOfFunds(_ reader: any RecordReader) throws -> Refusal? {
    guard let posting = plan.posting else { return nil }
    for line in posting.lines {
      guard case .customer = line.account else { continue }
      guard let held = try Ledger.balance(of: line.account, in: posting.currency, reader) else {
        let unknown = Refusal(.unknownAccount, blame: .peer, "the bank has no such account; open it first")
        // Without an account there is nothing to remember the request by: anybody could fill the archive.
        if plan.inputs.isEmpty { throw unknown }
        return unknown
      }
      if line.units < 0, held < -line.units {
        return Refusal(.insufficientFunds, blame: .peer, "the account holds too little")
      }
    }
    return nil
  }
}
