import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

// Words of ledgers about two locks that end together. Each is used only where the lock stands so that its ledger gives it.
extension Stage {
  func freeze(under pledge: LockPledge) throws -> SignedStatement {
    try SignedStatement(LockFreeze(pledge, issued: Instant.start), signedBy: [cast.ledger])
  }

  func lapse(of terms: LockTerms) throws -> SignedStatement {
    try SignedStatement(
      LockLapse(
        terms: terms, until: Instant.start, ledger: cast.ledger.thumbprint,
        issued: Instant.start.advanced(by: Span(seconds: 1))), signedBy: [cast.ledger])
  }

  /// How a lock has ended, in the ledger's words.
  func word(of terms: LockTerms, _ standing: LedgerTable.Standing, _ ledger: LedgerTable) throws -> SignedStatement {
    let none = Money.zero(terms.amount.currency)
    let (ending, paid, agreement): (LockOutcome.Ending, Money, Digest?) =
      switch standing {
      case .claimed: (.claimed, terms.amount, nil)
      case .undone: (.undone, none, nil)
      case .settled(let number): (.settled, ledger.settlements[number].paid, ledger.settlements[number].agreement)
      case .refunded, .absent, .held, .freed, .frozen: (.refunded, none, nil)
      }
    return try SignedStatement(
      LockOutcome(
        terms: terms, ending: ending, paid: paid, agreement: agreement, ledger: cast.ledger.thumbprint,
        issued: Instant.start), signedBy: [cast.ledger])
  }

  /// How a malicious payer's pledge about the peer's lock differs from what it proposes.
  enum PledgeKind: String, CaseIterable {
    case good, ownKeyDecides, laterTime, otherAgreement
  }

  /// The pledge about the lock that follows, and the receipt of the one that decides.
  func joining(
    _ other: LockTerms, paid: Money, beside decider: LockTerms, paid own: Money, under plan: SettlementPlan,
    _ kind: PledgeKind, as role: ExchangeRole
  ) throws -> SettlementProposal.Joining {
    let key = cast.key(role)
    let pledge = LockPledge(
      terms: other, ledger: cast.ledger.thumbprint, paid: paid,
      agreement: kind == .otherAgreement ? "another plan".documentDigest : plan.agreement(on: terms.id),
      until: kind == .laterTime ? plan.until.advanced(by: Span(seconds: 1)) : plan.until,
      decider: JoinedLock(
        terms: decider, ledger: kind == .ownKeyDecides ? key.publicKey : cast.ledger.publicKey, paid: own),
      payee: key.publicKey)
    let receipt = LockReceipt(
      terms: decider, ledger: cast.ledger.thumbprint, operation: try ID(bytes: Array(repeating: 7, count: 16)),
      issued: Instant.start)
    return SettlementProposal.Joining(
      pledge: try SignedStatement(pledge, signedBy: [key]),
      receipt: try SignedStatement(receipt, signedBy: [cast.ledger]))
  }
}
