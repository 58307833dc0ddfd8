import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments

/// What is paid at one bank, into the party's account: by coins under lock, or by an account, which is the only one of them
/// whose money can be taken back for a while. Money that is locked for good may be of either.
struct PartyBankTill: LockingTill {
  let coins: EcashTill
  let account: AccountPurse

  var ledger: Thumbprint { account.ledger }
  var payee: Thumbprint { account.payee }

  func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    try await till(terms).claim(terms, with: claim)
  }

  func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    let terms = try VerifiedStatement<LockDivision>(verifying: division, keys: KeySet()).content.terms
    return try await till(terms).settle(division)
  }

  func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge> {
    try await till(terms).pledge(terms, paid: paid, agreement: agreement, until: until, decider: decider)
  }

  func settle(_ title: SignedStatement, with word: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    let terms =
      title.kind == .lockPledge
      ? try title.pledgedTerms() : try VerifiedStatement<LockDivision>(verifying: title, keys: KeySet()).content.terms
    return try await till(terms).settle(title, with: word)
  }

  func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    try await till(pledge.pledgedTerms()).release(pledge, by: word)
  }

  func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    try await till(terms).lapse(of: terms, until: until)
  }

  private func till(_ terms: LockTerms) -> any LockingTill {
    terms.settlement == nil ? EitherTill(coins, otherwise: account) : account
  }
}

extension SignedStatement {
  /// The lock that a pledge is about.
  func pledgedTerms() throws(Refusal) -> LockTerms {
    try VerifiedStatement<LockPledge>(verifying: self, keys: KeySet()).content.terms
  }
}
