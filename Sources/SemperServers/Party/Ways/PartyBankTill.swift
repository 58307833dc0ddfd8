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

  private func till(_ terms: LockTerms) -> any LockingTill {
    terms.settlement == nil ? EitherTill(coins, otherwise: account) : account
  }
}
