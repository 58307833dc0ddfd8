import SemperBank
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// Value of a purse locked for a fair exchange. A merchant's own module could not be trusted with that, so the purse pays at its
/// provider, whose bank holds the money under the same locks as that of accounts; what comes back comes to the owner's account.
///
/// Nothing has to be kept here: the host knows each lock by its terms, and what a torn payment came to is found out first.
struct ChipperLocks: LockingPurse {
  /// How often a purse that did nothing is asked to begin again.
  private static let attempts = 3

  let account: any LockingPurse
  let bank: PublicKey
  let terminal: PurseHostTerminal
  let pin: @Sendable () async throws -> PIN
  let turns: CardTurns

  var ledger: Thumbprint { bank.thumbprint }

  /// On the card what was paid into the lock, on the owner's account what comes back.
  func movements(of terms: LockTerms) async throws -> [MovementName] {
    try await [.reference(HostOrder.reference(terms), at: ledger)] + account.movements(of: terms)
  }

  func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    if let known = try await receipt(terms) { return known }
    let id = try PaymentID(bytes: Array(HostOrder.reference(terms).bytes.prefix(PaymentID.size)))
    await turns.take(id, terminal.time)
    defer { turns.give(id) }
    for _ in 0..<Self.attempts {
      try await terminal.settle()
      if let known = try await receipt(terms) { return known }
      do {
        _ = try await terminal.pay(into: terms, pin: pin)
      } catch is CardFailure {
        // It may have been carried out all the same.
        try await terminal.settle()
      }
      if let receipt = try await receipt(terms) { return receipt }
    }
    throw CardFailure(.noAnswer, "the purse did not pay into the lock; put it in firmly and try again")
  }

  private func receipt(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt>? {
    guard let signed = try await terminal.host.receipt(of: terms) else { return nil }
    let word = try VerifiedStatement<LockReceipt>(verifying: signed, keys: KeySet([bank]))
    guard word.content.terms == terms, word.content.ledger == ledger else {
      throw Refusal(.outsideTerms, blame: .provider, "the bank answered about another lock")
    }
    return word
  }

  func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await account.refund(terms, with: decision)
  }

  func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    try await account.divide(terms, paid: paid, agreement: agreement, until: until)
  }

  func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try await account.ending(of: terms)
  }
}
