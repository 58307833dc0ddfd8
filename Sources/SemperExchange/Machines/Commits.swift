import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// Both commitments of an exchange: M1 and the M2 that answers it, with what they lock.
struct Commits: Hashable, Sendable {
  private let one: FirstCommitment
  let second: SignedStatement
  private let secondLocked: [LockedItem]

  init(first: FirstCommitment, second: SignedStatement) {
    one = first
    self.second = second
    secondLocked = second.journalled(as: CommitResponder.self).commitment.locked
  }

  /// The same M1 with another M2.
  func answered(by second: SignedStatement) -> Commits { Commits(first: one, second: second) }

  var first: SignedStatement { one.signed }
  var digests: [Digest] { [first.digest, second.digest] }

  static func == (left: Self, right: Self) -> Bool { left.first == right.first && left.second == right.second }

  func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(second)
  }

  func record(of side: ExchangeSide) -> ExchangeRecord {
    ExchangeRecord(
      terms: side.terms, items: side.items, commitOriginator: first, commitResponder: second)
  }

  /// The locked items of one party.
  func locked(of role: ExchangeRole) -> [LockedItem] {
    switch role {
    case .originator: one.locked
    case .responder: secondLocked
    }
  }

  /// Those of them that stand at a ledger and are to be paid, bonds left out.
  func ledgerItems(of role: ExchangeRole) -> [LockedItem] {
    locked(of: role).filter { $0.itemClass.standsAtLedger && $0.lockRule != .bond }
  }

  /// Those of them that travel as ciphertext.
  func data(of role: ExchangeRole) -> [LockedItem] { locked(of: role).filter(\.itemClass.isData) }

  /// Whether a party's secret makes all its conditional statements count. Each names the digest of its own opening, which
  /// nobody can check before the secret is there; one that names another counts with the arbiter's resolution only.
  func statementsCount(of role: ExchangeRole, with secret: OpeningSecret) -> Bool {
    locked(of: role).allSatisfy { item in
      switch item.form {
      case .statement(let signed), .credential(let signed, _):
        signed.journalled(as: ConditionalStatement.self).counts(with: secret.opening(for: item.path))
      case .lock, .reversibleLock, .mail, .checkedData, .data: true
      }
    }
  }

  /// The responder's bond.
  var bond: LockedItem? { locked(of: .responder).first { $0.lockRule == .bond } }
}

extension LockedItem {
  /// By which rule a ledger moves the item.
  var lockRule: LockRule? { lockReceipt?.journalled(as: LockReceipt.self).terms.rule }
}

extension [LockedItem] {
  /// Those that their owner takes back with this decision. A ledger gives back what it holds after an abort or a failure. A
  /// credential turns invalid only after a failure: if an abort did that too, its owner could open, abort and keep both.
  func reclaimed(with decision: SignedStatement) -> [LockedItem] {
    let hasFailed = decision.journalled(as: ArbiterDecision.self).verdict == .failed
    return filter { $0.itemClass.standsAtLedger || hasFailed && $0.itemClass == .revocable }
  }
}
