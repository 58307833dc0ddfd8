import SemperArchive
import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

// A transfer under a condition: money of an account is locked at its bank when the deal is made, transferred to the payee's bank on
// the opening or the arbiter's ruling, and goes back to the account when the exchange is aborted.
extension TransferBank {
  private static let mostAtOnce = 100

  /// Ends a lock for its payee and transfers what it gets. The lock's end is durable before anything is sent, and what is owed is sent
  /// until the payee's bank has answered.
  ///
  /// Refuses what `AccountLocks.perform` refuses, (`untrusted`) a bank that takes no part, and with the other bank's reason a transfer
  /// that it has rejected: the money is then held, and the payee claims again, perhaps into another account.
  public func claim(_ signed: SignedStatement, now: Timestamp) async throws -> ClaimReport {
    let claim = try VerifiedStatement<TransferClaim>(verifying: signed, keys: KeySet()).content
    let order = try VerifiedStatement<LockOrder>(verifying: claim.claim, keys: KeySet()).content
    guard claim.bank == bank.name else {
      throw Refusal(.wrongSigner, blame: .peer, "the claim is meant for another bank")
    }
    guard claim.key == order.key, order.key.thumbprint == order.terms.payee, let account = order.action.account else {
      throw Refusal(.wrongSigner, blame: .peer, "only the payee of a lock has its money transferred")
    }
    _ = try directory.key(of: claim.destination)
    let (creditor, code) = (IBAN(claim.destination, account), code)
    let exit = LockExit { terms, payer, paid, transaction in
      try ClaimedTransfer(
        CreditTransfer(
          debtor: IBAN(code, payer), creditor: creditor, amount: paid,
          reference: PaymentReference(digest: ClaimedTransfer.reference(terms))), time: now
      ).note(transaction)
    }
    let outcome = try await AccountLocks(bank: bank, key: key).perform(claim.claim, leaving: exit, now: now)
    let reference = ClaimedTransfer.reference(order.terms)
    guard var owed = try await owed(reference, creditor, now) else { return ClaimReport(outcome: outcome) }
    if owed.outcome == nil { owed = try await send(owed, now: now) }
    switch owed.outcome {
    case .rejected(let why): throw why.refusal
    case .settled, nil: return ClaimReport(outcome: outcome, sent: owed.sent, answer: owed.answer)
    }
  }

  /// What is owed for a lock, sent anew where it was rejected. `nil` where nothing left the bank.
  private func owed(_ reference: Digest, _ creditor: IBAN, _ now: Timestamp) async throws -> ClaimedTransfer? {
    try await bank.records.transact { transaction in
      guard let known = try ClaimedTransfer.stored(reference, transaction) else { return nil }
      guard case .rejected = known.outcome else { return known }
      return try known.again(to: creditor, now: now, transaction)
    }
  }

  /// Sends what is owed and has not been answered, such as after a restart. Whoever cannot be reached now is tried the next time.
  ///
  /// Returns how many are still open.
  public func sendDue(now: Timestamp) async throws -> Int {
    let due = try await bank.records.read { try ClaimedTransfer.due(Self.mostAtOnce, $0) }
    var open = 0
    for transfer in due {
      do {
        _ = try await send(transfer, now: now)
      } catch let error as CancellationError {
        throw error
      } catch {
        open += 1
      }
    }
    return open
  }

  private func send(_ owed: ClaimedTransfer, now: Timestamp) async throws -> ClaimedTransfer {
    let creditor = owed.transfer.creditor.bank
    let peer = try directory.key(of: creditor)
    // The same bytes however often it is sent.
    let sent = try sign(owed.message, to: peer.thumbprint, about: nil, owed.time)
    let answer = try await link.transfer(sent, to: creditor)
    let outcome = try TransferWord.outcome(of: owed.message, sent, by: peer, answer)
    return try await bank.records.transact { try owed.answered(outcome, sent, answer, now: now, $0) }
  }
}

extension LockOrder.Action {
  /// The account that is to be paid; `nil` for what pays nobody.
  var account: Thumbprint? {
    switch self {
    case .claim(_, let account), .claimByDecision(_, _, let account), .settle(_, _, let account): account
    case .lock, .refund, .freeze, .release, .lapse: nil
    }
  }
}
