import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// Both commitments of an exchange: M1 and the M2 that answers it.
struct Commits: Hashable, Sendable {
  let first: SignedStatement
  let second: SignedStatement

  var digests: [Digest] { [first.digest, second.digest] }

  func record(of side: ExchangeSide) -> ExchangeRecord {
    ExchangeRecord(
      terms: side.terms, items: side.items, commitOriginator: first, commitResponder: second)
  }

  /// The locked items of one party.
  func locked(of role: ExchangeRole) -> [LockedItem] {
    switch role {
    case .originator: first.journalled(as: CommitOriginator.self).commitment.locked
    case .responder: second.journalled(as: CommitResponder.self).commitment.locked
    }
  }

  /// Those of them that stand at a ledger.
  func ledgerItems(of role: ExchangeRole) -> [LockedItem] {
    locked(of: role).filter { $0.itemClass == .lock }
  }

  /// Whether a party's secret makes all its conditional statements count. Each names the digest of its own opening, which
  /// nobody can check before the secret is there; one that names another counts with the arbiter's resolution only.
  func statementsCount(of role: ExchangeRole, with secret: OpeningSecret) -> Bool {
    locked(of: role).allSatisfy { item in
      guard case .statement(let signed) = item.form else { return true }
      return signed.journalled(as: ConditionalStatement.self).counts(with: secret.opening(for: item.path))
    }
  }
}
