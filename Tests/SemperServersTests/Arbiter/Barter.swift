import Foundation
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// Two parties that exchange small data for small data before a running arbiter, up to the point where they ask it.
struct Barter: Sendable {
  struct Side: Sendable {
    let key: SigningKey
    let reply: SealingKey
    let secret: OpeningSecret
    let content: ContentRoot
    let locked: LockedData
    let ciphertext: [UInt8]
  }

  let sides: [ExchangeRole: Side]
  let record: ExchangeRecord
  let verifier: ExchangeVerifier

  /// - Parameters:
  ///   - bytes: the length of each side's content, which the arbiter checks.
  ///   - liar: whose ciphertext holds other bytes than it has described.
  init(before tribunal: Tribunal, bytes: Int = 100_000, liar: ExchangeRole? = nil) async throws {
    let role = try VerifiedStatement<RoleDescription>(
      verifying: await tribunal.client.description(), keys: KeySet()
    ).content
    guard let arbiter = role.arbiter else { throw CodingError(.missing, "an arbiter shows its terms") }
    var generator = SystemRandomNumberGenerator()
    let roles: [ExchangeRole] = [.originator, .responder]
    let keys = [ExchangeRole.originator: SigningKey(), .responder: SigningKey()]
    let secrets = [
      ExchangeRole.originator: OpeningSecret(using: &generator), .responder: OpeningSecret(using: &generator),
    ]
    var promised: [ExchangeRole: PreparedContent] = [:]
    var sealed: [ExchangeRole: PreparedContent] = [:]
    var items: [DescribedItem] = []
    var parties: [PartyTerms] = []
    for role in roles {
      guard let key = keys[role], let secret = secrets[role] else { preconditionFailure("both roles have a key") }
      let content = try await Self.content(bytes, in: tribunal.directory, &generator)
      promised[role] = content
      sealed[role] = role == liar ? try await Self.content(bytes, in: tribunal.directory, &generator) : content
      items.append(
        DescribedItem(
          path: Self.path(role), salt: Nonce(using: &generator), description: .checkedData(content.description.summary))
      )
      parties.append(
        PartyTerms(role: role, key: key.publicKey, nonce: Nonce(using: &generator), secret: secret))
    }
    let terms = ExchangeTerms(
      header: ExchangeHeader(
        originator: parties[0], responder: parties[1], arbiter: arbiter,
        closes: Timestamp(seconds: Int64(Date().timeIntervalSince1970)).advanced(by: Span(seconds: 3_600))),
      body: ExchangeBody(
        originatorItems: [items[0].commitment], responderItems: [items[1].commitment], level: .strong,
        mode: .viaArbiter, window: Span(seconds: 60), ledgers: [], context: "a barter".documentDigest))
    var sides: [ExchangeRole: Side] = [:]
    var commits: [ExchangeRole: Commitment] = [:]
    for role in roles {
      guard let key = keys[role], let secret = secrets[role], let content = promised[role], let held = sealed[role]
      else { preconditionFailure("both roles have content") }
      let sealer = ContentSealer(held, opening: secret.opening(for: Self.path(role)), exchange: terms.id)
      let locked = try await sealer.lockedData()
      var ciphertext: [UInt8] = []
      for try await piece in try sealer.pieces(0..<sealer.length) { ciphertext += piece }
      sides[role] = Side(
        key: key, reply: SealingKey(), secret: secret, content: content.description.summary, locked: locked,
        ciphertext: ciphertext)
      commits[role] = Commitment(
        escrow: try Escrow.seal(secret, role: role, terms: terms),
        locked: [LockedItem(path: Self.path(role), form: .checkedData(locked))])
    }
    guard let one = sides[.originator], let other = sides[.responder], let first = commits[.originator],
      let second = commits[.responder]
    else { preconditionFailure("both roles have committed") }
    let m1 = try SignedStatement(
      CommitOriginator(exchange: terms.id, party: one.key.thumbprint, commitment: first), signedBy: [one.key])
    let m2 = try SignedStatement(
      CommitResponder(exchange: terms.id, party: other.key.thumbprint, answers: m1.digest, commitment: second),
      signedBy: [other.key])
    self.sides = sides
    record = ExchangeRecord(terms: terms, items: items, commitOriginator: m1, commitResponder: m2)
    verifier = try ExchangeVerifier(terms: terms, items: items)
  }

  static func path(_ role: ExchangeRole) -> String { role == .originator ? "o/data" : "r/data" }

  subscript(role: ExchangeRole) -> Side {
    guard let side = sides[role] else { preconditionFailure("both roles have a side") }
    return side
  }

  func query(by key: SigningKey, reply: SealingKey = SealingKey()) throws -> SignedStatement {
    try SignedStatement(
      QueryRequest(exchange: record.terms.id, party: key.publicKey, reply: reply.publicKey), signedBy: [key])
  }

  func query(by role: ExchangeRole) throws -> SignedStatement {
    try query(by: self[role].key, reply: self[role].reply)
  }

  func resolve(by role: ExchangeRole) throws -> SignedStatement {
    try SignedStatement(
      ResolveRequest(record: record, role: role, secret: self[role].secret, reply: self[role].reply.publicKey),
      signedBy: [self[role].key])
  }

  func verdict(_ answer: ArbiterAnswer) throws -> ArbiterDecision.Verdict {
    try verifier.decision(answer.decision, commits: nil).content.verdict
  }

  /// Whether a party can make the peer's content out of this ciphertext with what the arbiter answered.
  func opens(_ ciphertext: [UInt8], for role: ExchangeRole, with answer: ArbiterAnswer) -> Bool {
    guard let secret = verifier.peerSecret(answer, as: role, with: self[role].reply),
      let content = SealedContent(ciphertext, lockedAs: self[role.peer].locked)
    else { return false }
    return content.isGood(
      opening: secret.opening(for: Self.path(role.peer)), exchange: record.terms.id, content: self[role.peer].content)
  }

  private static func content(
    _ length: Int, in directory: TemporaryDirectory, _ generator: inout some RandomNumberGenerator
  ) async throws -> PreparedContent {
    let path = directory.path(of: "content-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    try Data(bytes).write(to: URL(filePath: path + "/data.bin"))
    return try await PreparedContent.prepare(directory: path, secret: ContentSecret(using: &generator))
  }
}
