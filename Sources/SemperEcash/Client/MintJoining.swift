import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// A party's calls at one mint about a lock that ends together with another, as payer or as payee.
struct MintJoining: JoiningLocks {
  let client: MintClient
  /// The lock's refund key, or its payee's.
  let key: SigningKey
  let time: any TimeSource
  let drawOperation: @Sendable () -> ID<Operation>

  func freeze(under pledge: SignedStatement) async throws -> VerifiedStatement<LockFreeze> {
    let answer = try await perform(
      MintFreeze(await header(), pledge: pledge, word: nil, key: key.publicKey))
    let word: VerifiedStatement<LockFreeze> = try verified(answer)
    let content = try VerifiedStatement<LockPledge>.content(of: pledge)
    guard word.content == LockFreeze(content, issued: word.content.issued) else { throw foreign }
    return word
  }

  func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    let terms = try VerifiedStatement<LockPledge>.content(of: pledge).terms
    let answer = try await perform(MintFreeze(await header(), pledge: pledge, word: word, key: key.publicKey))
    if answer.kind == .lockReceipt {
      let receipt: VerifiedStatement<LockReceipt> = try verified(answer)
      guard receipt.content.terms == terms, receipt.content.ledger == client.name else { throw foreign }
      return answer
    }
    return try outcome(answer, of: terms)
  }

  func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    let answer = try await perform(MintLapse(await header(), terms: terms, until: until, key: key.publicKey))
    if answer.kind == .lockLapse {
      let lapse: VerifiedStatement<LockLapse> = try verified(answer)
      guard lapse.content.terms == terms, lapse.content.until == until, lapse.content.ledger == client.name else {
        throw foreign
      }
      return answer
    }
    return try outcome(answer, of: terms)
  }

  private func outcome(_ answer: SignedStatement, of terms: LockTerms) throws -> SignedStatement {
    let outcome: VerifiedStatement<LockOutcome> = try verified(answer)
    guard outcome.content.terms == terms, outcome.content.ledger == client.name else { throw foreign }
    return answer
  }

  private func header() async -> RequestHeader {
    RequestHeader(mint: client.name, operation: drawOperation(), issued: await time.now())
  }

  private func perform(_ request: some MintRequest) async throws -> SignedStatement {
    let bytes = try VerifiedStatement(signing: request, with: [key]).signed.canonicalBytes
    let answer = try await client.perform(bytes).statement
    guard answer.kind == .mintRefusal else { return answer }
    let word: VerifiedStatement<MintRefusal> = try verified(answer)
    throw Refusal(word.content.code, blame: .provider, word.content.detail)
  }

  private func verified<Content: StatementContent>(_ answer: SignedStatement) throws -> VerifiedStatement<Content> {
    do {
      return try VerifiedStatement(verifying: answer, keys: KeySet([client.mint]))
    } catch {
      throw MintFailure(.misbehaved, "the mint's answer does not verify: \(error)", refusal: error)
    }
  }

  private var foreign: MintFailure {
    MintFailure(.misbehaved, "the mint answered about something else than was asked", refusal: nil)
  }
}
