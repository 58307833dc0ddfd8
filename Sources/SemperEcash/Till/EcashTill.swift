public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A payee's till: claims locks at one mint into the payee's account.
///
/// A claim is durable before it is sent and is sent with the same bytes until the mint's signed answer is there.
public struct EcashTill: LockingTill {
  private static let claims = RecordTable("till_claims")
  private static let outcomes = RecordTable("till_outcomes")

  private let records: any Records
  private let client: MintClient
  private let key: SigningKey
  private let account: Thumbprint
  private let arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey?
  private let time: any TimeSource
  private let drawOperation: @Sendable () -> ID<Operation>

  /// - Parameters:
  ///   - key: the key that locks for this till name as payee.
  ///   - account: the bank account that gets the money; it has to be open.
  ///   - arbiterKey: the public key of an arbiter, for claims with a resolution.
  public init(
    records: any Records, client: MintClient, key: SigningKey, account: Thumbprint, time: any TimeSource,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?,
    drawOperation: @escaping @Sendable () -> ID<Operation> = EcashPurse.systemOperation
  ) {
    self.records = records
    self.client = client
    self.key = key
    self.account = account
    self.time = time
    self.arbiterKey = arbiterKey
    self.drawOperation = drawOperation
  }

  public var ledger: Thumbprint { client.name }
  public var payee: Thumbprint { key.thumbprint }

  public func claim(
    _ terms: LockTerms, with claim: LockClaim
  ) async throws -> VerifiedStatement<LockOutcome> {
    let place = LockRecord.key(terms)
    if let known = try await records.read({ try $0.value(place, in: Self.outcomes) }) {
      return try outcome(SignedStatement(bytes: known), of: terms)
    }
    let made = try await request(terms, claim)
    // Another opening or decision is another request; each is kept and repeated for itself.
    let name = place + made.title.bytes
    let request = try await records.transact { transaction in
      if let kept = try transaction.value(name, in: Self.claims) { return kept }
      _ = try transaction.insert(made.bytes, for: name, in: Self.claims)
      return made.bytes
    }
    let answer = try await client.perform(request)
    if answer.statement.kind == .mintRefusal {
      throw try await refusal(answer.statement, request: request, name: name)
    }
    let outcome = try outcome(answer.statement, of: terms)
    try await records.transact { transaction in
      try transaction.set(outcome.signed.canonicalBytes, for: place, in: Self.outcomes)
      try transaction.remove(name, in: Self.claims)
    }
    return outcome
  }

  private func request(_ terms: LockTerms, _ claim: LockClaim) async throws -> (bytes: [UInt8], title: Digest) {
    let title: MintClaim.Title
    let digest: Digest
    switch claim {
    case .opening(let opening):
      title = .opening(opening)
      digest = opening.digest
    case .decision(let decision):
      guard let arbiter = try await arbiterKey(terms.arbiter) else {
        throw Refusal(.untrusted, blame: .us, "the arbiter's key is not known to this till")
      }
      title = .decision(decision, arbiter: arbiter)
      digest = decision.digest
    }
    let header = RequestHeader(mint: client.name, operation: drawOperation(), issued: await time.now())
    let content = MintClaim(header, terms: terms, title: title, payee: key.publicKey, account: account)
    return (try VerifiedStatement(signing: content, with: [key]).signed.canonicalBytes, digest)
  }

  private func outcome(
    _ signed: SignedStatement, of terms: LockTerms
  ) throws -> VerifiedStatement<LockOutcome> {
    do {
      let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([client.mint]))
      if word.content.terms == terms, word.content.ledger == client.name, word.content.ending == .claimed {
        return word
      }
    } catch {
      throw MintFailure(.misbehaved, "the mint's answer does not verify: \(error)", refusal: error)
    }
    throw MintFailure(.misbehaved, "the mint answered about another lock", refusal: nil)
  }

  /// The mint's final no. The request is forgotten, so that a claim with a better title makes a new one.
  private func refusal(_ signed: SignedStatement, request: [UInt8], name: [UInt8]) async throws -> Refusal {
    let word: VerifiedStatement<MintRefusal>
    do {
      word = try VerifiedStatement(verifying: signed, keys: KeySet([client.mint]))
    } catch {
      throw MintFailure(.misbehaved, "the mint's refusal does not verify: \(error)", refusal: nil)
    }
    let digest = try SignedStatement(bytes: request).digest
    guard word.content.mint == client.name, word.content.request == digest else {
      throw MintFailure(.misbehaved, "the mint refused something else than was asked", refusal: nil)
    }
    try await records.transact { try $0.remove(name, in: Self.claims) }
    return word.content.refusal
  }
}
