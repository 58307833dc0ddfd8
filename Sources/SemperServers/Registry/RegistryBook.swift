import SemperArchive
import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperStatements

/// An issuer that keeps the registry of its credentials: it issues what it has granted, keeps each credential's status, and
/// obeys the failure decisions of the arbiter that an entry names. Every answer is durable before it is given, and a
/// repetition gets the same.
struct RegistryBook: Sendable {
  private static let root = RecordTable("registry_root")
  private static let grants = RecordTable("registry_grants")
  private static let certificates = RecordTable("registry_certificates")
  private static let issued = RecordTable("registry_issued")
  private static let entries = RecordTable("registry_entries")
  /// How long certificates can be issued under the root that is founded at the first start.
  private static let rootLifetime = Span(seconds: 3650 * 86_400)

  private let records: any Records
  private let key: SigningKey
  private let time: any TimeSource
  /// Makes the certificates, with the same key that signs the statements.
  private let authority: CertificateAuthority

  /// The book of an issuer, founded at the first start.
  init(records: any Records, key: SigningKey, organisation: HumanText, time: any TimeSource) async throws {
    self.records = records
    self.key = key
    self.time = time
    if let known = try await records.read({ try $0.value([], in: Self.root) }) {
      authority = try CertificateAuthority(certificate: known, key: key)
      return
    }
    var generator = SystemRandomNumberGenerator()
    authority = try CertificateAuthority(
      founding: organisation.text, key: key, from: await time.now().forClocksBehind, for: Self.rootLifetime,
      using: &generator)
    _ = try await Self.keep(authority.certificate, at: [], in: Self.root, records)
  }

  var issuer: PublicKey { key.publicKey }
  /// The certificate (DER) under which the issuer's certificates stand.
  var rootCertificate: [UInt8] { authority.certificate }

  /// Grants a credential: who holds the token may have it issued.
  func grant(_ credential: GrantedCredential, token: Nonce) async throws {
    let digest = credential.digest
    try await records.transact { transaction in
      if case .certificate(let content) = credential {
        try transaction.set(content.canonicalBytes, for: digest.bytes, in: Self.certificates)
      }
      try transaction.set(digest.bytes, for: token.bytes, in: Self.grants)
    }
  }

  /// The signed word that what was granted counts once the exchange has gone through. Refuses with `untrusted` what was not
  /// granted to this token, and with `outsideTerms` and `expired` a certificate without an arbiter or after its time.
  func issue(_ request: IssueRequest) async throws -> SignedStatement {
    let place = request.documentDigest.bytes
    let (granted, content, known) = try await records.read { reader in
      (
        try reader.value(request.token.bytes, in: Self.grants),
        try reader.value(request.document.bytes, in: Self.certificates), try reader.value(place, in: Self.issued)
      )
    }
    guard granted == request.document.bytes else {
      throw Refusal(.untrusted, blame: .peer, "this issuer has granted no such document to this token")
    }
    if let known { return try SignedStatement(canonicalBytes: known) }
    let certificate =
      if let content {
        try await certificate(of: CertificateContent(canonicalBytes: content), for: request)
      } else {
        nil as ByteString?
      }
    let word = try SignedStatement(
      ConditionalStatement(
        exchange: request.exchange, path: request.path, document: request.document, opening: request.opening,
        signer: key.thumbprint, certificate: certificate), signedBy: [key])
    return try SignedStatement(
      canonicalBytes: try await Self.keep(word.canonicalBytes, at: place, in: Self.issued, records))
  }

  private func certificate(of content: CertificateContent, for request: IssueRequest) async throws -> ByteString {
    guard let arbiter = request.arbiter, case .p256 = arbiter else {
      throw Refusal(
        .outsideTerms, blame: .peer,
        "this certificate names the arbiter of its exchange, by a P-256 key: without one it cannot be issued")
    }
    guard await time.now() <= content.notAfter else {
      throw Refusal(.expired, blame: .peer, "the time of this certificate is over; ask the issuer for another grant")
    }
    var generator = SystemRandomNumberGenerator()
    return ByteString(
      try authority.issue(
        content,
        under: CertificateCondition(exchange: request.exchange, opening: request.opening, arbiter: arbiter),
        using: &generator))
  }

  /// Enters a credential of this issuer's own.
  func enter(_ terms: StatusTerms) async throws -> RegistryEntry {
    guard terms.issuer == key.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "this registry keeps the credentials of its own issuer only")
    }
    let receipt = try SignedStatement(
      StatusReceipt(terms: terms, registry: key.thumbprint, issued: await time.now()), signedBy: [key])
    return try RegistryEntry(
      canonicalBytes: try await Self.keep(
        RegistryEntry(receipt: receipt).canonicalBytes, at: terms.documentDigest.bytes, in: Self.entries, records))
  }

  /// Turns a credential invalid for ever. An abort does not: its owner could open, abort and keep both.
  func invalidate(_ request: InvalidationRequest) async throws -> RegistryEntry {
    let decision = try VerifiedStatement<ArbiterDecision>(
      verifying: request.decision, keys: KeySet([request.arbiter])
    ).content
    let terms = request.terms
    guard request.arbiter.thumbprint == terms.arbiter, decision.exchange == terms.exchange,
      decision.verdict == .failed
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the decision does not turn this credential invalid")
    }
    let outcome = try SignedStatement(
      StatusOutcome(terms: terms, registry: key.thumbprint, issued: await time.now()), signedBy: [key])
    let place = terms.documentDigest.bytes
    return try await records.transact { transaction in
      guard let known = try transaction.value(place, in: Self.entries) else {
        throw Refusal(.notFound, blame: .peer, "the registry keeps no such credential")
      }
      let entry = try RegistryEntry(canonicalBytes: known)
      guard entry.outcome == nil else { return entry }
      let changed = RegistryEntry(receipt: entry.receipt, outcome: outcome)
      _ = try transaction.replace(known, with: changed.canonicalBytes, for: place, in: Self.entries)
      return changed
    }
  }

  /// How a credential stands; refused where it was never entered.
  func entry(_ terms: Digest) async throws -> RegistryEntry {
    guard let bytes = try await records.read({ try $0.value(terms.bytes, in: Self.entries) }) else {
      throw Refusal(.notFound, blame: .peer, "the registry keeps no such credential")
    }
    return try RegistryEntry(canonicalBytes: bytes)
  }

  /// What stands at a place: these bytes, unless there were some before.
  private static func keep(
    _ bytes: [UInt8], at place: [UInt8], in table: RecordTable, _ records: any Records
  ) async throws -> [UInt8] {
    if let known = try await records.read({ try $0.value(place, in: table) }) { return known }
    return try await records.transact { transaction in
      if let known = try transaction.value(place, in: table) { return known }
      _ = try transaction.insert(bytes, for: place, in: table)
      return bytes
    }
  }
}
