package import SemperCryptography
package import SemperModel
package import SemperPayments

/// How the locks of one exchange have ended, in the signed words of ledgers that are believed.
///
/// An item may have been locked more than once, such as by a life of the payer that has forgotten it: each lock counts, and none
/// hides another at its place. What is not signed by such a ledger, or tells of another exchange, is overlooked.
package struct LockEnds: Sendable {
  private struct Lock {
    let path: String
    /// `nil` while it stands.
    let outcome: LockOutcome?
  }

  private let locks: [Lock]

  package init(_ statuses: [LockStatus], of exchange: Digest, keys: KeySet, ledgers: Set<Thumbprint>) {
    locks = statuses.compactMap { status in
      guard let receipt = try? VerifiedStatement<LockReceipt>(verifying: status.receipt, keys: keys).content,
        receipt.terms.exchange == exchange, ledgers.contains(receipt.ledger)
      else { return nil }
      let outcome = status.outcome.flatMap { try? VerifiedStatement<LockOutcome>(verifying: $0, keys: keys).content }
      let isOfIt = outcome?.terms == receipt.terms && outcome?.ledger == receipt.ledger
      return Lock(path: receipt.terms.path, outcome: isOfIt ? outcome : nil)
    }
  }

  package var isEmpty: Bool { locks.isEmpty }
  /// Whether any of them still holds money.
  package var hasMoneyLocked: Bool { locks.contains { $0.outcome == nil } }

  /// Whether a lock of the item at a place has ended so.
  package func hasEnded(_ path: String, as ending: LockOutcome.Ending) -> Bool {
    locks.contains { $0.path == path && $0.outcome?.ending == ending }
  }

  /// What the payee got of all locks of an item; `nil` where none has ended.
  package func paid(_ path: String) -> Money? {
    let sums = locks.filter { $0.path == path }.compactMap(\.outcome?.paid)
    guard let first = sums.first else { return nil }
    return sums.dropFirst().reduce(first) { $0.adding($1) ?? $0 }
  }

  /// The items for which more than one lock has paid.
  package var paidTwice: Set<String> {
    let paying = locks.filter { ($0.outcome?.paid.minorUnits ?? 0) > 0 }.map(\.path)
    return Set(paying.filter { path in paying.count { $0 == path } > 1 })
  }
}
