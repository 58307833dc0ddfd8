import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting

/// A contract between a coordinator and two others with everything that is fixed before its first message, and what the others can
/// sign.
struct ContractStand: Sendable {
  let setting: ContractSetting
  let cast: Cast
  let contract: ManyPartyContract
  /// The coordinator's side of each exchange.
  let sides: [ExchangeSide]
  private let parties: [SigningKey]
  private let secrets: [OpeningSecret]
  private let wrongSecret: OpeningSecret

  init(_ setting: ContractSetting) throws {
    self.setting = setting
    let cast = try Cast()
    self.cast = cast
    func bytes(_ kind: UInt8) -> [UInt8] { Array(repeating: kind, count: 32) }
    parties = try [61, 62].map { try SigningKey(.ed25519, rawRepresentation: bytes($0)) }
      .sorted { $0.thumbprint < $1.thumbprint }
    let secrets = try [63, 64].map { try OpeningSecret(bytes: bytes($0)) }
    self.secrets = secrets
    wrongSecret = try OpeningSecret(bytes: bytes(65))
    let contract = try ManyPartyContract(
      document: "We all agree.".documentDigest, coordinator: cast.key(.originator).thumbprint,
      parties: parties.map(\.thumbprint), arbiter: cast.arbiter.thumbprint)
    self.contract = contract
    let arbiter = Self.arbiter(cast, BookRecords()).terms
    sides = try parties.enumerated().map { number, party in
      let own = try OpeningSecret(bytes: bytes(66 + UInt8(number)))
      let proposal = try contract.proposal(
        to: party.thumbprint, salts: [Nonce(bytes: bytes(68)), Nonce(bytes: bytes(69))])
      let nonce = try Nonce(bytes: bytes(70 + UInt8(number)))
      let terms = try proposal.terms(
        originator: PartyTerms(
          role: .originator, key: cast.key(.originator).publicKey, nonce: nonce, secret: own),
        responder: PartyTerms(role: .responder, key: party.publicKey, nonce: nonce, secret: secrets[number]),
        arbiter: arbiter, closes: Instant.closing(windows: 1), window: Instant.window, keys: [],
        context: contract.documentDigest)
      return ExchangeSide(
        terms: terms, items: proposal.items, role: .originator, secret: own, reply: cast.reply(.originator).publicKey,
        patience: Instant.patience)
    }
  }

  /// The arbiter as it has just been started on its records: whatever it remembers beside them must not matter.
  func arbiter(_ records: BookRecords) -> Arbiter { Self.arbiter(cast, records) }

  private static func arbiter(_ cast: Cast, _ records: BookRecords) -> Arbiter {
    Arbiter(
      records: records, signingKey: cast.arbiter, sealingKey: cast.arbiterSeal, epoch: 1, policy: Stage.policy,
      data: TestDataStore())
  }

  func time(_ instant: Instant) -> Timestamp { instant.time(closing: Instant.closing(windows: 1)) }

  /// Does what the coordinator's machine asks for, but for its calls to the arbiter.
  var performer: ExchangePerformer {
    ExchangePerformer(
      key: cast.key(.originator), refund: cast.key(.originator).thumbprint, reply: cast.reply(.originator),
      means: ExchangeMeans(), peer: Nowhere(), arbiter: NoDesk(), time: StandingClock(time: Instant.start))
  }

  // MARK: What the others sign

  func commitment(
    _ deviation: ContractSetting.Deviation, of number: Int, answering first: Digest
  ) throws -> SignedStatement {
    let (side, key) = (sides[number], parties[number])
    let escrow =
      try deviation == .garbageEscrow
      ? ByteString(Array(repeating: 1, count: 80))
      : Escrow.seal(secrets[number], role: .responder, terms: side.terms)
    let locked = try side.items(of: .responder).map { item in
      let conditional = try ConditionalStatement(
        exchange: side.terms.id, path: item.path, document: contract.part(of: key.thumbprint).documentDigest,
        opening: secrets[number].opening(for: item.path).digest, signer: key.thumbprint)
      return LockedItem(path: item.path, form: .statement(try SignedStatement(conditional, signedBy: [key])))
    }
    return try SignedStatement(
      CommitResponder(
        exchange: side.terms.id, party: key.thumbprint, answers: first,
        commitment: Commitment(escrow: escrow, locked: locked)), signedBy: [key])
  }

  func opening(_ commits: [Digest], of number: Int, isRight: Bool) throws -> SignedStatement {
    try SignedStatement(
      OpenResponder(
        exchange: sides[number].terms.id, party: parties[number].thumbprint, commits: commits,
        secret: isRight ? secrets[number] : wrongSecret), signedBy: [parties[number]])
  }

  /// A party's call to resolve. To abort is not its to ask.
  func resolution(_ first: SignedStatement, _ second: SignedStatement, of number: Int) throws -> SignedStatement {
    try SignedStatement(
      ResolveRequest(
        record: record(first, second, number), role: .responder, secret: secrets[number],
        reply: cast.reply(.responder).publicKey), signedBy: [parties[number]])
  }

  func record(_ first: SignedStatement, _ second: SignedStatement, _ number: Int) -> ExchangeRecord {
    ExchangeRecord(
      terms: sides[number].terms, items: sides[number].items, commitOriginator: first, commitResponder: second)
  }
}

/// The search asks the arbiter itself, so that an answer may stay away.
private struct NoDesk: ArbiterDesk {
  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer { throw Absent() }
  func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool { throw Absent() }
  func ciphertext(
    _ locked: LockedData, under claim: DataClaim
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw Absent() }
  func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws { throw Absent() }
}
