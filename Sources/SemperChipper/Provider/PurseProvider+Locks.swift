import SemperArchive
import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

// Value of a purse under a lock for a fair exchange: the provider is the third party that runs the module, so what the purse
// pays waits in its ledger until the exchange is over.
extension PurseProvider {
  /// Says “go” with S2 for a purchase at the host itself whose value goes under a lock when the purse has told. The same offer and
  /// terms again get the same answer.
  ///
  /// Refuses (`notSupported`) where the provider locks nothing, and (`lockInvalid`) an offer that is not for exactly this lock.
  public func order(_ offer: PurseOffer, locking lock: LockTerms, now: Timestamp) async throws -> Seal {
    guard let locks else {
      throw Refusal(.notSupported, blame: .peer, "this provider locks no value of purses")
    }
    try locks.requireLockable(lock)
    guard offer.terms.kind == .purchase, offer.terms.reference == HostOrder.reference(lock),
      lock.amount == Money(minorUnits: Int64(offer.terms.amount), bank.currency)
    else { throw Refusal(.lockInvalid, blame: .peer, "the purse's offer is for something else than the lock") }
    return try await order(offer, under: lock, now)
  }

  /// One order at most for each lock, until the purse says that it did nothing.
  func reserve(_ lock: LockTerms, for order: [UInt8], _ transaction: any RecordTransaction) throws -> Refusal? {
    guard try transaction.insert(order, for: HostOrder.reference(lock).bytes, in: ProviderTables.locks) else {
      return Refusal(.idReused, blame: .peer, "a purse pays into this lock already; ask it what became of that")
    }
    return nil
  }

  /// What the purse has paid goes under the lock; to the owner's account if money of that account has been locked meanwhile.
  ///
  /// Returns whether it went under the lock.
  func put(
    _ lock: LockTerms, of owner: Thumbprint, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> Bool {
    guard let locks else { throw ArchiveError(.corrupt, "value was ordered under a lock, and there are no locks") }
    guard try locks.receipt(of: lock, transaction) == nil else { return false }
    _ = try locks.lock(lock, for: owner, from: .purses, now: now, transaction)
    return true
  }

  /// The bank's signed receipt of a lock; `nil` while there is none with these terms.
  public func receipt(of lock: LockTerms) async throws -> SignedStatement? {
    guard let locks else { return nil }
    return try await records.read { try locks.receipt(of: lock, $0) }
  }

  /// What the host has said “go” to and a purse has not told about, oldest first: what a terminal has to ask the purse about
  /// after it was torn away.
  public func open(_ purse: CardNumber) async throws -> [PurseOffer] {
    try await records.read { reader in
      try reader.list(ProviderTables.open, prefix: purse.bytes, after: nil, limit: Self.mostOpen).compactMap {
        try reader.value(HostOrder.self, $0.key, in: ProviderTables.orders)?.offer
      }
    }
  }

  private static var mostOpen: Int { 16 }
}
