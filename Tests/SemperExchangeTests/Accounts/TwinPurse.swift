import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// A party's account at a real bank, with a ledger of tests beside it that is told the same: both must say the same of every
/// lock, yes and no.
struct TwinPurse: LockingPurse, LockingTill {
  let real: AccountPurse
  let test: TestPurse

  var ledger: Thumbprint { real.ledger }
  var payee: Thumbprint { real.payee }

  func lock(_ terms: LockTerms) async throws -> VerifiedStatement<LockReceipt> {
    try await both({ try await real.lock(terms) }, { try await test.lock(terms) })
  }

  func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    try await both({ try await real.claim(terms, with: claim) }, { try await test.claim(terms, with: claim) })
  }

  func refund(_ terms: LockTerms, with decision: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await both({ try await real.refund(terms, with: decision) }, { try await test.refund(terms, with: decision) })
  }

  func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    try await both({ try await real.settle(division) }, { try await test.settle(division) })
  }

  func divide(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp
  ) async throws -> VerifiedStatement<LockDivision> {
    try await real.divide(terms, paid: paid, agreement: agreement, until: until)
  }

  func ending(of terms: LockTerms) async throws -> VerifiedStatement<LockOutcome>? { try await real.ending(of: terms) }

  private func both<Content: StatementContent>(
    _ real: () async throws -> VerifiedStatement<Content>, _ test: () async throws -> VerifiedStatement<Content>
  ) async throws -> VerifiedStatement<Content> {
    let (word, other) = (await said(real), await said(test))
    switch (word, other) {
    case (.success(let word), .success(let other)): #expect(ending(word) == ending(other))
    case (.failure(let refusal), .failure(let other)): #expect(refusal.code == other.code)
    case (.success, .failure(let refusal)), (.failure(let refusal), .success):
      Issue.record("the bank and the ledger of tests disagree: \(refusal)")
    }
    return try word.get()
  }

  private func said<Content: StatementContent>(
    _ ask: () async throws -> VerifiedStatement<Content>
  ) async -> Result<VerifiedStatement<Content>, Refusal> {
    do {
      return .success(try await ask())
    } catch let refusal as Refusal {
      return .failure(refusal)
    } catch {
      Issue.record(error)
      return .failure(Refusal(.unavailable, blame: .undetermined, "\(error)"))
    }
  }

  private func ending<Content: StatementContent>(_ word: VerifiedStatement<Content>) -> LockOutcome.Ending? {
    (word.content as? LockOutcome)?.ending
  }
}
