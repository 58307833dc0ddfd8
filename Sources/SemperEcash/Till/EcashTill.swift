public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A payee's till: claims locks at one mint into the payee's account, or its part of those that are settled.
///
/// A request is durable before it is sent and is sent with the same bytes until the mint's signed answer is there.
public struct EcashTill: LockingTill {
  private static let claims = RecordTable("till_claims")
  private static let outcomes = RecordTable("till_outcomes")
  /// Lock → the operation by which the mint has booked what it paid.
  private static let operations = RecordTable("till_operations")

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

  /// How the mint has booked what a lock has brought; none before that.
  public func movements(of terms: LockTerms) async throws -> [MovementName] {
    try await records.read { try $0.value(LockRecord.key(terms), in: Self.operations) }
      .map { [.operation(try ID(bytes: $0), at: ledger)] } ?? []
  }

  public func claim(
    _ terms: LockTerms, with claim: LockClaim
  ) async throws -> VerifiedStatement<LockOutcome> {
    if let known = try await knownOutcome(of: terms, .claimed) { return known }
    let made = try await request(terms, claim)
    return try await carryOut(made.bytes, name: LockRecord.key(terms) + made.title.bytes, terms, .claimed)
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    let terms = try VerifiedStatement<LockDivision>(verifying: division, keys: KeySet()).content.terms
    if let known = try await knownOutcome(of: terms, .settled) { return known }
    let header = RequestHeader(mint: client.name, operation: drawOperation(), issued: await time.now())
    let content = MintSettlement(header, division: division, payee: key.publicKey, account: account)
    let request = try VerifiedStatement(signing: content, with: [key]).signed.canonicalBytes
    return try await carryOut(request, name: LockRecord.key(terms) + division.digest.bytes, terms, .settled)
  }

  public func pledge(
    _ terms: LockTerms, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock
  ) async throws -> VerifiedStatement<LockPledge> {
    try VerifiedStatement(
      signing: LockPledge(
        terms: terms, ledger: ledger, paid: paid, agreement: agreement, until: until, decider: decider,
        payee: key.publicKey), with: [key])
  }

  public func settle(
    _ title: SignedStatement, with word: SignedStatement
  ) async throws -> VerifiedStatement<LockOutcome> {
    let terms =
      title.kind == .lockPledge
      ? try VerifiedStatement<LockPledge>.content(of: title).terms
      : try VerifiedStatement<LockDivision>.content(of: title).terms
    if let known = try await knownOutcome(of: terms, .settled) { return known }
    let header = RequestHeader(mint: client.name, operation: drawOperation(), issued: await time.now())
    let content = MintSettlement(header, division: title, word: word, payee: key.publicKey, account: account)
    let request = try VerifiedStatement(signing: content, with: [key]).signed.canonicalBytes
    return try await carryOut(request, name: LockRecord.key(terms) + title.digest.bytes, terms, .settled)
  }

  public func release(_ pledge: SignedStatement, by word: SignedStatement) async throws -> SignedStatement {
    try await joining.release(pledge, by: word)
  }

  public func lapse(of terms: LockTerms, until: Timestamp) async throws -> SignedStatement {
    try await joining.lapse(of: terms, until: until)
  }

  private var joining: MintJoining {
    MintJoining(client: client, key: key, time: time, drawOperation: drawOperation)
  }

  /// The outcome that we had before; one that is another than wanted is the end of the matter.
  func knownOutcome(
    of terms: LockTerms, _ ending: LockOutcome.Ending
  ) async throws -> VerifiedStatement<LockOutcome>? {
    guard let known = try await records.read({ try $0.value(LockRecord.key(terms), in: Self.outcomes) }) else {
      return nil
    }
    let word = try VerifiedStatement<LockOutcome>(
      verifying: SignedStatement(bytes: known), keys: KeySet([client.mint]))
    guard word.content.ending == ending else {
      throw Refusal(.lockEnded, blame: .us, "the lock was \(word.content.ending.rawValue) before")
    }
    return word
  }

  /// Another title is another request; each is kept and repeated for itself, with the same bytes.
  func carryOut(
    _ made: [UInt8], name: [UInt8], _ terms: LockTerms, _ ending: LockOutcome.Ending
  ) async throws -> VerifiedStatement<LockOutcome> {
    let request = try await records.transact { transaction in
      if let kept = try transaction.value(name, in: Self.claims) { return kept }
      _ = try transaction.insert(made, for: name, in: Self.claims)
      return made
    }
    let answer = try await client.perform(request)
    if answer.statement.kind == .mintRefusal {
      throw try await refusal(answer.statement, request: request, name: name)
    }
    let outcome = try outcome(answer.statement, of: terms, ending)
    let operation = try operation(of: request)
    try await records.transact { transaction in
      try transaction.set(operation.bytes, for: LockRecord.key(terms), in: Self.operations)
      try transaction.set(outcome.signed.canonicalBytes, for: LockRecord.key(terms), in: Self.outcomes)
      try transaction.remove(name, in: Self.claims)
    }
    return outcome
  }

  func request(
    _ terms: LockTerms, _ claim: LockClaim, coins: [Coin] = []
  ) async throws -> (bytes: [UInt8], title: Digest) {
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
    let content = MintClaim(header, terms: terms, title: title, payee: key.publicKey, account: account, coins: coins)
    return (try VerifiedStatement(signing: content, with: [key]).signed.canonicalBytes, digest)
  }

  private func operation(of request: [UInt8]) throws -> ID<Operation> {
    let request = try SignedStatement(bytes: request)
    return request.kind == MintSettlement.kind
      ? request.journalled(as: MintSettlement.self).header.operation
      : request.journalled(as: MintClaim.self).header.operation
  }

  private func outcome(
    _ signed: SignedStatement, of terms: LockTerms, _ ending: LockOutcome.Ending
  ) throws -> VerifiedStatement<LockOutcome> {
    do {
      let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: KeySet([client.mint]))
      if word.content.terms == terms, word.content.ledger == client.name, word.content.ending == ending {
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
