import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// One exchange piece for piece with everything that is fixed before its first message, and what its parties can sign.
struct PieceStand: Sendable {
  let setting: PieceSetting
  let goods: Goods
  let cast: Cast
  let terms: ExchangeTerms
  let items: [DescribedItem]
  let outsider: SigningKey
  private let secrets: [ExchangeRole: OpeningSecret]
  /// A secret that opens nothing but a twin.
  private let otherSecret: OpeningSecret

  init(_ setting: PieceSetting, goods: Goods) throws {
    (self.setting, self.goods) = (setting, goods)
    let cast = try Cast()
    self.cast = cast
    func bytes(_ kind: UInt8) -> [UInt8] { Array(repeating: kind, count: 32) }
    outsider = try SigningKey(.ed25519, rawRepresentation: bytes(40))
    let secrets = [
      ExchangeRole.originator: try OpeningSecret(bytes: bytes(41)), .responder: try OpeningSecret(bytes: bytes(42)),
    ]
    self.secrets = secrets
    otherSecret = try OpeningSecret(bytes: bytes(43))
    let description: ItemDescription = setting.isSmall ? .checkedData(goods.content) : .data(goods.content)
    let sides = try ExchangeRole.allCases.map { role in
      try (1...setting.pieces).map { number in
        DescribedItem(path: "\(role.rawValue)/\(number)", salt: try Nonce(bytes: bytes(44)), description: description)
      }
    }
    items = sides.flatMap(\.self)
    func party(_ role: ExchangeRole) throws -> PartyTerms {
      PartyTerms(
        role: role, key: cast.key(role).publicKey, nonce: try Nonce(bytes: bytes(45)),
        secret: role == .originator ? secrets[.originator]! : secrets[.responder]!)
    }
    let arbiter = ArbiterTerms(
      key: cast.arbiter.publicKey, sealingKey: cast.arbiterSeal.publicKey, epoch: 1, policy: "a policy".documentDigest)
    terms = ExchangeTerms(
      header: ExchangeHeader(
        originator: try party(.originator), responder: try party(.responder), arbiter: arbiter,
        closes: Instant.closing(windows: 1)),
      body: ExchangeBody(
        originatorItems: sides[0].map(\.commitment), responderItems: sides[1].map(\.commitment), level: .incremental,
        mode: .direct, window: Instant.window, ledgers: [], context: "a deal".documentDigest))
  }

  func side(_ role: ExchangeRole) -> ExchangeSide {
    ExchangeSide(
      terms: terms, items: items, role: role, secret: secrets[role]!, reply: cast.reply(role).publicKey,
      patience: Instant.patience)
  }

  func performer(_ role: ExchangeRole) -> PiecePerformer {
    PiecePerformer(
      key: cast.key(role), source: PieceShelf(goods: goods), sink: PieceShelf(goods: goods), peer: Nowhere(),
      time: StandingClock(time: Instant.start))
  }

  private func path(_ role: ExchangeRole, _ number: Int) -> String { "\(role.rawValue)/\(number)" }

  // MARK: What a malicious party signs

  /// Its commitment, and the secret that opens it.
  func commitment(
    _ deviation: PieceDeviation, of role: ExchangeRole, answering first: Digest?
  ) async throws -> SignedStatement {
    let secret = deviation == .twin ? otherSecret : secrets[role]!
    var locked = [LockedItem]()
    for number in 1...setting.pieces {
      let isLast = number == setting.pieces
      let kind: Goods.Kind =
        switch deviation {
        case .badFirst where number == 1, .badLast where isLast: .other
        case .withheld where isLast: .withheld
        default: .described
        }
      let path = path(role, number)
      let data = try await goods.locked(kind, exchange: terms.id, opening: secret.opening(for: path))
      locked.append(LockedItem(path: path, form: setting.isSmall ? .checkedData(data) : .data(data)))
    }
    if deviation == .fewer { locked.removeLast() }
    if deviation == .otherPlaces { locked.reverse() }
    var answers = first
    if deviation == .otherAnswer { answers = "another first message".documentDigest }
    let content = CommitPieces(
      exchange: deviation == .otherExchange ? "another exchange".documentDigest : terms.id,
      party: cast.key(role).thumbprint, answers: answers, locked: locked)
    return try sign(content, as: role, byOutsider: deviation == .otherSigner)
  }

  /// How an opening or a last word may lie about where it belongs.
  enum Lie: CaseIterable { case none, otherSecret, otherExchange, otherSigner }

  func opening(_ number: Int, of role: ExchangeRole, _ commits: [Digest], _ lie: Lie) throws -> SignedStatement {
    let secret = lie == .otherSecret ? otherSecret : secrets[role]!
    return try sign(
      OpenPiece(
        exchange: lie == .otherExchange ? "another exchange".documentDigest : terms.id,
        party: cast.key(role).thumbprint, commits: commits, number: number,
        opening: secret.opening(for: path(role, min(number, setting.pieces)))),
      as: role, byOutsider: lie == .otherSigner)
  }

  func end(
    _ reason: EndPieces.Reason, holds: Int, of role: ExchangeRole, _ commits: [Digest], _ lie: Lie
  ) throws -> SignedStatement {
    try sign(
      EndPieces(
        exchange: lie == .otherExchange ? "another exchange".documentDigest : terms.id,
        party: cast.key(role).thumbprint, commits: commits, holds: holds, reason: reason),
      as: role, byOutsider: lie == .otherSigner)
  }

  /// Where an outsider signs, it is in its own name: a statement is signed by whom it names, or it is none.
  private func sign(
    _ content: some StatementContent, as role: ExchangeRole, byOutsider: Bool
  ) throws -> SignedStatement {
    guard byOutsider else { return try SignedStatement(content, signedBy: [cast.key(role)]) }
    switch content {
    case let commit as CommitPieces:
      return try SignedStatement(
        CommitPieces(
          exchange: commit.exchange, party: outsider.thumbprint, answers: commit.answers, locked: commit.locked),
        signedBy: [outsider])
    case let piece as OpenPiece:
      return try SignedStatement(
        OpenPiece(
          exchange: piece.exchange, party: outsider.thumbprint, commits: piece.commits, number: piece.number,
          opening: piece.opening), signedBy: [outsider])
    case let end as EndPieces:
      return try SignedStatement(
        EndPieces(
          exchange: end.exchange, party: outsider.thumbprint, commits: end.commits, holds: end.holds,
          reason: end.reason), signedBy: [outsider])
    default: return try SignedStatement(content, signedBy: [outsider])
    }
  }
}
