import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

extension PaymentManager {
  /// As payer: locks what was agreed for a fair exchange, instead of paying it. The receipt is what the exchange needs.
  ///
  /// Refuses (`amountMismatch`, `wrongSigner`) terms that lock something else than was agreed.
  public func lock(_ agreed: AgreedPayment, for terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    let (id, purse) = try await lockingPurseAndName(of: agreed)
    guard terms.amount == agreed.terms.amount else {
      throw Refusal(.amountMismatch, blame: .us, "\(agreed.terms.amount) was agreed, not \(terms.amount)")
    }
    let receipt = try await purse.lock(terms, paying: agreed.terms.option)
    let content = receipt.content
    let moved = [MovementName.operation(content.operation, at: content.ledger)] + (try await purse.movements(of: terms))
    try await keep(
      LockedPayment(agreed.agreement, purse: id, party: .payer, word: receipt.signed, amount: terms.amount), moved)
    return receipt
  }

  /// Whether a receipt is good for what was agreed, judged by it alone: these terms, this ledger's signature, and as payee
  /// our own key, in which a till of ours at that ledger claims.
  public func verifyLock(
    _ receipt: SignedStatement, for terms: LockTerms, trusting providers: PaymentProviders
  ) throws(Refusal) -> VerifiedStatement<LockReceipt> {
    let verified = try VerifiedStatement<LockReceipt>(verifying: receipt, keys: providers.keys)
    guard verified.content.terms == terms else {
      throw Refusal(.lockInvalid, blame: .peer, "the receipt is for other terms")
    }
    _ = try providers.key(of: verified.content.ledger)
    let isOurs = desk.purses.contains { purse in
      purse.faculties.lockingTill.map { $0.ledger == verified.content.ledger && $0.payee == terms.payee } ?? false
    }
    guard isOurs else { throw Refusal(.lockInvalid, blame: .peer, "no till here can claim this lock") }
    return verified
  }

  /// As payee: takes what is locked, with the opening or the arbiter's resolution.
  public func secure(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    try await lockingTill(for: terms).claim(terms, with: claim)
  }

  /// Likewise of what was agreed, so that a refund can follow on it: with the till that was agreed, or for money that was locked by
  /// another system with that one's.
  public func secure(
    _ terms: LockTerms, of agreed: AgreedPayment, with claim: LockClaim
  ) async throws -> VerifiedStatement<LockOutcome> {
    guard terms.amount == agreed.terms.amount else {
      throw Refusal(.amountMismatch, blame: .peer, "\(agreed.terms.amount) was agreed, not \(terms.amount)")
    }
    let till = try await lockingTill(of: agreed)
    return try await kept(till.claim(terms, with: claim), by: till, of: agreed)
  }

  /// As payer: takes it back with the arbiter's abort or failure decision.
  public func release(
    _ terms: LockTerms, of agreed: AgreedPayment, with decision: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    try await lockingPurse(of: agreed).refund(terms, with: decision)
  }

  /// As payee: takes our part of a lock that its payer agrees to divide.
  public func settle(
    _ division: SignedStatement, of terms: LockTerms
  ) async throws -> VerifiedStatement<LockOutcome> {
    try await lockingTill(for: terms).settle(division)
  }

  /// Likewise of what was agreed, so that a refund can follow on it.
  public func settle(
    _ division: SignedStatement, of agreed: AgreedPayment
  ) async throws -> VerifiedStatement<LockOutcome> {
    let till = try await lockingTill(of: agreed)
    return try await kept(till.settle(division), by: till, of: agreed)
  }

  // MARK: Memory

  /// What has reached us under a lock, and how it is found in statements. Where a decision may still take it back, nothing else is
  /// kept: what is refunded must be ours.
  private func kept(
    _ outcome: VerifiedStatement<LockOutcome>, by locks: any LockingTill, of agreed: AgreedPayment
  ) async throws -> VerifiedStatement<LockOutcome> {
    let (content, purse) = (outcome.content, try await till(of: agreed))
    let moved = try await locks.movements(of: content.terms)
    guard content.terms.settlement == nil, content.paid.minorUnits > 0 else {
      let payment = StatementPayment(agreed.digest, .payee)
      try await around.archive.records.transact { try PaymentTables.note(moved, of: payment, $0) }
      return outcome
    }
    try await keep(
      LockedPayment(agreed.agreement, purse: purse, party: .payee, word: outcome.signed, amount: content.paid), moved)
    return outcome
  }

  private func keep(_ locked: LockedPayment, _ moved: [MovementName]) async throws {
    let payment = StatementPayment(locked.agreement.digest, locked.party)
    let bytes = locked.canonicalBytes
    try await around.archive.records.transact { transaction in
      try transaction.set(bytes, for: payment.id.bytes, in: PaymentTables.locks)
      try PaymentTables.note(moved, of: payment, transaction)
    }
  }

  func locked(_ id: PaymentID) async throws -> LockedPayment? {
    try await around.archive.records.read { try $0.value(id.bytes, in: PaymentTables.locks) }
      .map { try LockedPayment(canonicalBytes: $0) }
  }

  // MARK: Purses and tills

  func lockingPurse(of agreed: AgreedPayment) async throws -> any LockingPurse {
    try await lockingPurseAndName(of: agreed).purse
  }

  private func lockingPurseAndName(
    of agreed: AgreedPayment
  ) async throws -> (id: PurseID, purse: any LockingPurse) {
    guard let purse = try await selectedPurse(for: agreed) else {
      throw Refusal(.unknownPayment, blame: .us, "this payment was not selected here; choose from the offer first")
    }
    return (purse, try faculty(of: purse, \.lockingPurse, "cannot lock money"))
  }

  /// The till that was agreed, and for money that was locked by another system the others at its ledger: whose receipt was
  /// taken for good has to be paid.
  func lockingTill(of agreed: AgreedPayment) async throws -> any LockingTill {
    let id = try await till(of: agreed)
    let till = try faculty(of: id, \.lockingTill, "cannot claim locks")
    return desk.purses.filter { $0.descriptor.id != id }.compactMap(\.faculties.lockingTill)
      .filter { $0.ledger == till.ledger && $0.payee == till.payee }
      .reduce(till) { EitherTill($0, otherwise: $1) }
  }

  private func lockingTill(for terms: LockTerms) throws(Refusal) -> any LockingTill {
    for purse in desk.purses {
      if let till = purse.faculties.lockingTill, till.payee == terms.payee { return till }
    }
    throw Refusal(.unknownLock, blame: .us, "no till here can claim this lock")
  }
}
