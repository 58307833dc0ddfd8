import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments

/// What pays at one bank: coins, or the account where the money can be taken back after its claim.
struct PartyBankPurse: LockingPurse {
  /// There are none where nothing is paid in coins.
  let coins: EcashPurse?
  let account: AccountPurse

  var ledger: Thumbprint { account.ledger }

  func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> { try await purse(terms).lock(terms) }

  func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await purse(terms).refund(terms, with: decision)
  }

  func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    try await purse(terms).divide(terms, paid: paid, agreement: agreement, until: until)
  }

  func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, joined: JoinedLock
  ) async throws -> VerifiedStatement<LockDivision> {
    try await purse(terms).divide(terms, paid: paid, agreement: agreement, until: until, joined: joined)
  }

  func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze> {
    try await purse(pledge.pledgedTerms()).freeze(under: pledge)
  }

  func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    try await purse(pledge.pledgedTerms()).release(pledge, by: word)
  }

  func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    try await purse(terms).lapse(of: terms, until: until)
  }

  func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? {
    try await purse(terms).ending(of: terms)
  }

  private func purse(_ terms: LockTerms) throws(Refusal) -> any LockingPurse {
    if terms.settlement != nil { return account }
    guard let coins else {
      throw Refusal(.limitExceeded, blame: .us, "there are no coins here to pay with at \(terms.path)")
    }
    return coins
  }
}
