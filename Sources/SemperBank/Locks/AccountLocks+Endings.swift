import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel
import SemperPayments

// What becomes of locked money, each in one transaction.
extension AccountLocks {
  func end(_ end: LockEnd, _ now: Timestamp) async throws -> SignedStatement {
    let (outcome, undone) = (try word(end, end.ending, now), end.undoes ? try word(end, .undone, now) : nil)
    return try await bank.records.transact { transaction in
      guard var held = try HeldLock.stored(end.terms, transaction) else { throw Self.unknown }
      if let earlier = held.outcome {
        let known = earlier.journalled(as: LockOutcome.self)
        if let undone, known.ending == .claimed { return try undo(&held, undone, now, transaction) }
        guard known.ending == end.ending || end.undoes && known.ending == .undone, known.agreement == end.agreement
        else {
          throw Refusal(.lockEnded, blame: .peer, "the lock was \(known.ending.rawValue) at \(known.issued)")
        }
        if let undoable = held.undoable, now > undoable.until { try payOut(&held, undoable, now, transaction) }
        return earlier
      }
      try end.requireAllowed(by: held.hold)
      try requireDestination(end, transaction)
      held.outcome = outcome
      if end.ending == .claimed, let settlement = end.terms.settlement, let account = end.account {
        let undoable = HeldLock.Undoable(until: now.advanced(by: settlement), account: account)
        held.undoable = undoable
        try held.noteDue(undoable, transaction)
      } else {
        let purpose: LedgerPosting.Purpose =
          switch end.ending {
          case .claimed: .claim
          case .settled: .settle
          case .refunded, .undone: .refund
          }
        if let exit = end.exit {
          try leave(held, end.paid, purpose, exit, now, transaction)
        } else {
          try move(held, paid: end.paid.minorUnits, into: end.account, "end", purpose, now, transaction)
        }
      }
      try held.store(transaction)
      return outcome
    }
  }

  /// Gives an account what it has claimed and nothing can undo any more. Its owner's calls begin with it.
  public func payOutDue(to account: Thumbprint, now: Timestamp) async throws {
    try await bank.records.transact { try payOutDue(to: account, now, $0) }
  }

  func payOutDue(to account: Thumbprint, _ now: Timestamp, _ transaction: any RecordTransaction) throws {
    for var held in try HeldLock.due(to: account, at: now, transaction) {
      guard let undoable = held.undoable else { continue }
      try payOut(&held, undoable, now, transaction)
    }
  }

  private func word(_ end: LockEnd, _ ending: LockOutcome.Ending, _ now: Timestamp) throws -> SignedStatement {
    try SignedStatement(
      LockOutcome(
        terms: end.terms, ending: ending, paid: end.paid, agreement: end.agreement, ledger: name, issued: now),
      signedBy: [key])
  }

  /// A claim into an account that there is not would be lost; its owner opens one and claims again. What can still be taken back
  /// does not leave the bank.
  private func requireDestination(_ end: LockEnd, _ transaction: any RecordTransaction) throws {
    guard let account = end.account else { return }
    if end.exit != nil {
      guard end.terms.settlement == nil else {
        throw Refusal(.lockInvalid, blame: .peer, "money that can be taken back stays at the bank; claim it there")
      }
      return
    }
    guard try Ledger.balance(of: .customer(account), in: bank.currency, transaction) != nil else {
      throw Refusal(.unknownAccount, blame: .peer, "the account to be paid is not open; open it and claim again")
    }
  }

  /// A failure takes claimed money back while it can be undone.
  private func undo(
    _ held: inout HeldLock, _ word: SignedStatement, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> SignedStatement {
    guard let undoable = held.undoable, now <= undoable.until else {
      throw Refusal(.tooLate, blame: .us, "the settlement time of this lock is over")
    }
    held.outcome = word
    try held.clearDue(undoable, transaction)
    held.undoable = nil
    try move(held, paid: 0, into: nil, "undo", .refund, now, transaction)
    try held.store(transaction)
    return word
  }

  private func payOut(
    _ held: inout HeldLock, _ undoable: HeldLock.Undoable, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws {
    try held.clearDue(undoable, transaction)
    held.undoable = nil
    try move(held, paid: held.terms.amount.minorUnits, into: undoable.account, "end", .claim, now, transaction)
    try held.store(transaction)
  }

  /// The payee's part out of the bank, the rest to the payer.
  private func leave(
    _ held: HeldLock, _ paid: Money, _ purpose: LedgerPosting.Purpose, _ exit: LockExit, _ now: Timestamp,
    _ transaction: any RecordTransaction
  ) throws {
    let amount = held.terms.amount.minorUnits
    try Ledger.post(
      LedgerPosting(
        operation: Self.operation(held.terms, "end"), purpose: purpose, currency: bank.currency,
        lines: [
          LedgerLine(.holds, -amount), LedgerLine(.clearing, paid.minorUnits),
          LedgerLine(.customer(held.payer), amount - paid.minorUnits),
        ],
        time: now), transaction)
    if paid.minorUnits > 0 { try exit.note(held.terms, held.payer, paid, transaction) }
  }

  /// The payee's part to its account, the rest to the payer.
  private func move(
    _ held: HeldLock, paid: Int64, into account: Thumbprint?, _ step: String, _ purpose: LedgerPosting.Purpose,
    _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws {
    let amount = held.terms.amount.minorUnits
    let payment = account.map { [LedgerLine(.customer($0), paid)] } ?? []
    try Ledger.post(
      LedgerPosting(
        operation: Self.operation(held.terms, step), purpose: purpose, currency: bank.currency,
        lines: [LedgerLine(.holds, -amount)] + payment + [LedgerLine(.customer(held.payer), amount - paid)],
        time: now), transaction)
  }
}
