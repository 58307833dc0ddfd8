import SemperCoding
import SemperCryptography
import SemperModel
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

  /// Those of them that stand at a ledger.
  func ledgerItems(of role: ExchangeRole) -> [LockedItem] { items(.lock, of: role) }

  /// Those of them that are data.
  func dataItems(of role: ExchangeRole) -> [LockedItem] { items(.data, of: role) }

  private func items(_ itemClass: ItemClass, of role: ExchangeRole) -> [LockedItem] {
    locked(of: role).filter { $0.itemClass == itemClass }
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
