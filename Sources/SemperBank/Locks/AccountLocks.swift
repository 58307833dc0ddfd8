public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// A bank's ledger of accounts whose holders can lock money for an exchange (item classes L and Lu).
///
/// Locked money stands in `holds`, apart from what customers own. The first valid ending of a lock wins, a repetition gets
/// the same signed word, and time alone takes nothing from anybody. Where a lock has a settlement time, claimed money stays
/// in `holds` until that is over, so that the arbiter's failure decision finds it there; it becomes the payee's at the
/// payee's next call after that.
public struct AccountLocks: Sendable {
  let bank: Bank
  let key: SigningKey

  /// Its receipts are like those of coins that a mint beside it locks, so a payee has tills for both (`EitherTill`).
  ///
  /// - Parameter key: the key that signs; the bank's name is its thumbprint.
  public init(bank: Bank, key: SigningKey) {
    precondition(key.thumbprint == bank.name)
    self.bank = bank
    self.key = key
  }

  public var name: Thumbprint { bank.name }

  /// Carries out an order and answers with the bank's signed word, a receipt or an outcome. A thrown `Refusal` is final,
  /// but for `unknownAccount` and `insufficientFunds`, which the holder can change.
  ///
  /// - Parameter exit: how money that is claimed leaves the bank; by default it goes to the account that the order names. It is not
  ///   called for a claim that was carried out before.
  public func perform(
    _ signed: SignedStatement, leaving exit: LockExit? = nil, now: Timestamp
  ) async throws -> SignedStatement {
    let order = try VerifiedStatement<LockOrder>(verifying: signed, keys: KeySet()).content
    let terms = order.terms
    try require(order.bank == name, .wrongSigner, "the order is meant for another bank")
    try require(terms.amount.currency == bank.currency, .amountMismatch, "this bank's money is \(bank.currency)")
    switch order.action {
    case .lock: return try await lock(order, now)
    case .claim(let opening, let account):
      try requirePayee(order)
      try require(terms.rule.opens && opening.digest == terms.opening, .lockInvalid, "this does not open the lock")
      return try await end(LockEnd(terms, .claimed, paid: terms.amount, into: account, exit: exit), now)
    case .claimByDecision(let decision, let arbiter, let account):
      try requirePayee(order)
      try terms.rule.requirePays(on: try terms.verdict(of: decision, by: arbiter))
      return try await end(LockEnd(terms, .claimed, paid: terms.amount, into: account, exit: exit), now)
    case .refund(let reason, let arbiter): return try await refund(order, reason, arbiter, now)
    case .settle(let title, let word, let account):
      try requirePayee(order)
      return try await end(try settlement(title, with: word, of: terms, into: account, exit, now), now)
    case .freeze(let pledge): return try await freeze(order, pledge, now)
    case .release(let pledge, let word): return try await release(order, pledge, by: word, now)
    case .lapse(let until): return try await lapse(order, until, now)
    }
  }

  /// How a lock ended, in the bank's signed words; `nil` while it stands. Refuses (`unknownLock`) one that there is not.
  public func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    try await bank.records.read { reader in
      guard let held = try HeldLock.stored(terms, reader) else { throw Self.unknown }
      return held.outcome
    }
  }

  /// The locks of one exchange, as the bank has signed them.
  public func statuses(of exchange: Digest) async throws -> [(receipt: SignedStatement, outcome: SignedStatement?)] {
    try await bank.records.read { try HeldLock.all(of: exchange, $0) }.map { ($0.receipt, $0.outcome) }
  }

  private func lock(_ order: LockOrder, _ now: Timestamp) async throws -> SignedStatement {
    let payer = order.key.thumbprint
    return try await bank.records.transact { transaction in
      try payOutDue(to: payer, now, transaction)
      return try lock(order.terms, for: payer, from: .customer(payer), now: now, transaction)
    }
  }

  /// Locks money for the holder of an account, wherever in the ledger it lies, as part of a transaction of the bank's own, such
  /// as one that takes value from a purse. What comes back goes to the holder's account.
  ///
  /// The same lock again gets the same receipt and moves nothing. Refuses terms that stand for somebody else (`idReused`) and
  /// what `perform` refuses.
  public func lock(
    _ terms: LockTerms, for payer: Thumbprint, from source: LedgerAccount, now: Timestamp,
    _ transaction: any RecordTransaction
  ) throws -> SignedStatement {
    if let known = try HeldLock.stored(terms, transaction) {
      try require(known.payer == payer, .idReused, "there is a lock with these terms already")
      return known.receipt
    }
    try requireLockable(terms)
    try LockRegister.enter(terms, in: .accounts, transaction)
    let operation = Self.operation(terms, "lock")
    let receipt = try SignedStatement(
      LockReceipt(terms: terms, ledger: name, operation: operation, issued: now), signedBy: [key])
    let posting = LedgerPosting(
      operation: operation, purpose: .lock, currency: bank.currency,
      lines: [LedgerLine(source, -terms.amount.minorUnits), LedgerLine(.holds, terms.amount.minorUnits)], time: now)
    try Ledger.post(posting, transaction)
    try HeldLock(terms: terms, payer: payer, receipt: receipt).store(transaction)
    return receipt
  }

  /// Refuses terms that this bank locks no money under, before any is brought.
  public func requireLockable(_ terms: LockTerms) throws(Refusal) {
    try require(terms.amount.currency == bank.currency, .amountMismatch, "this bank's money is \(bank.currency)")
  }

  /// The receipt of a lock; `nil` when there is none with these terms.
  public func receipt(of terms: LockTerms, _ reader: any RecordReader) throws -> SignedStatement? {
    try HeldLock.stored(terms, reader)?.receipt
  }

  private func refund(
    _ order: LockOrder, _ reason: SignedStatement, _ arbiter: PublicKey, _ now: Timestamp
  ) async throws -> SignedStatement {
    let terms = order.terms
    try require(
      order.key.thumbprint == terms.refund, .wrongSigner, "a refund is signed by the key that the lock names for it")
    let nothing = Money.zero(bank.currency)
    if reason.kind == .accept {
      try terms.requireReturned(byAcceptance: reason)
      return try await end(LockEnd(terms, .refunded, paid: nothing), now)
    }
    let verdict = try terms.verdict(of: reason, by: arbiter)
    try terms.rule.requireReturns(on: verdict)
    let undoes = verdict == .failed && terms.settlement != nil
    return try await end(LockEnd(terms, .refunded, paid: nothing, undoes: undoes), now)
  }

  private func requirePayee(_ order: LockOrder) throws(Refusal) {
    try require(
      order.key.thumbprint == order.terms.payee, .wrongSigner, "this is signed by the key that the lock names as payee")
  }

  /// Each step of a lock is one operation of the ledger, named by the lock.
  static func operation(_ terms: LockTerms, _ step: String) -> ID<Operation> {
    let digest = Digest(of: terms.canonicalBytes + Array(step.utf8), for: .paymentReference)
    guard let id = try? ID<Operation>(bytes: Array(digest.bytes.prefix(16))) else {
      preconditionFailure("a digest is longer than an id")
    }
    return id
  }

  static var unknown: Refusal { Refusal(.unknownLock, blame: .peer, "there is no lock with these terms") }

  func require(_ condition: Bool, _ code: RefusalCode, _ otherwise: String) throws(Refusal) {
    guard condition else { throw Refusal(code, blame: .peer, otherwise) }
  }
}
