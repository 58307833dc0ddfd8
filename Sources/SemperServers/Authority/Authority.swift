import SemperArchive
import SemperArchiveSQLite
import SemperCoding
public import SemperCommerce
import SemperCryptography
public import SemperModel

/// A certification authority and directory, sufficient for the roles of a marketplace.
///
/// It certifies a key for a role when the request proves possession of the key and comes with a token that its operator
/// handed out for that role. Without a token nobody gets anything. It lists the roles that it has certified.
public struct Authority: Sendable {
  static let enrolments = RecordTable("enrolments")
  static let directory = RecordTable("directory")
  static let root = RecordTable("authority_root")
  static let mostListed = 1_000
  private static let rootKeyName = "authority-root"
  private static let rootLifetime = Span(seconds: 3650 * 86_400)
  private static let lifetime = Span(seconds: 730 * 86_400)

  private let records: any Records
  private let issuer: CertificateAuthority
  /// What those who believe this authority put into their homes.
  public let trust: TrustList

  /// The authority of a home, founded at the first start.
  public init(in home: RoleHome, organisation: HumanText, now: Timestamp) async throws {
    records = home.home.archive.records
    let key = try await home.signingKey(named: Self.rootKeyName)
    let known = try await records.read { try $0.value([], in: Self.root) }
    if let known {
      issuer = try CertificateAuthority(certificate: known, key: key)
    } else {
      var generator = SystemRandomNumberGenerator()
      let founded = try CertificateAuthority(
        founding: organisation.text, key: key, from: now.forClocksBehind, for: Self.rootLifetime, using: &generator)
      let certificate = founded.certificate
      try await records.transact { try $0.set(certificate, for: [], in: Self.root) }
      issuer = founded
    }
    trust = try TrustList([TrustRoot(label: organisation, certificate: issuer.certificate)])
  }

  /// The root certificate in DER.
  public var certificate: [UInt8] { issuer.certificate }

  /// Makes a token for a role under a name, unless there is one of that name already.
  ///
  /// - Parameter handOver: has to make the token durable where the operator finds it; the token counts afterwards, so that
  ///   a crash in between leaves one that nobody honours, and the next call makes another.
  func enrol(_ role: CertifiedRole, named name: String, handOver: (String) throws -> Void) async throws {
    let place = Array("name/\(name)".utf8)
    guard try await records.read({ try $0.value(place, in: Self.enrolments) }) == nil else { return }
    var generator = SystemRandomNumberGenerator()
    let token = EnrolmentToken.make(using: &generator)
    try handOver(token)
    let enrolment = Enrolment(role: role, token: EnrolmentToken.digest(token)).canonicalBytes
    let digest = EnrolmentToken.digest(token).bytes
    try await records.transact { transaction in
      guard try transaction.insert(digest, for: place, in: Self.enrolments) else { return }
      _ = try transaction.insert(enrolment, for: Array("token/".utf8) + digest, in: Self.enrolments)
    }
  }

  /// The authority's own certificate for one of the roles that it plays itself.
  func certifyOwn(
    _ key: SigningKey, as role: CertifiedRole = .authority, organisation: HumanText, now: Timestamp
  ) throws -> [[UInt8]] {
    let subject = try CertificateSubject(organisation: organisation.text, role: role)
    return try issue(CertificateRequest(subject, for: key), now: now)
  }

  /// Answers an application: the same applicant gets the same chain again, since it may have crashed before it had stored
  /// that and then signs a new request; a token works for one applicant only.
  func certify(_ application: CertificateApplication, now: Timestamp) async throws -> CertificateReply {
    let request = try CertificateRequest(der: application.request.bytes)
    let denied = Refusal(
      .untrusted, blame: .peer, "a certificate takes an unused enrolment token for this role; ask the operator for one")
    let place = Array("token/".utf8) + EnrolmentToken.digest(application.token).bytes
    let digest = Digest(of: request.der, for: .document)
    guard let stored = try await records.read({ try $0.value(place, in: Self.enrolments) }) else { throw denied }
    let enrolment = try Enrolment(canonicalBytes: stored)
    guard enrolment.role == request.subject.role else { throw denied }
    if let used = enrolment.used {
      guard try used.request == digest || isHolder(of: used.certificate, request, now) else { throw denied }
      return CertificateReply(chain: [used.certificate.bytes, issuer.certificate])
    }
    let chain = try issue(request, now: now)
    var after = enrolment
    after.used = Enrolment.Use(request: digest, certificate: ByteString(chain[0]))
    let bytes = after.canonicalBytes
    let isFirst = try await records.transact { transaction in
      try transaction.replace(stored, with: bytes, for: place, in: Self.enrolments)
    }
    guard isFirst else {
      throw Refusal(.unavailable, blame: .us, "the token is being used by another request; ask again")
    }
    return CertificateReply(chain: chain)
  }

  /// Whether the certificate is for the subject and the key of the request, which proves that the key is the applicant's.
  private func isHolder(of certificate: ByteString, _ request: CertificateRequest, _ now: Timestamp) throws -> Bool {
    let policy = CertificatePolicy(roots: [issuer.certificate], role: request.subject.role, time: now)
    let holder = try CertificateVerifier(policy: policy).verdict(on: [certificate.bytes]).identity()
    return holder.key == request.key && holder.subject == request.subject
  }

  private func issue(_ request: CertificateRequest, now: Timestamp) throws -> [[UInt8]] {
    var generator = SystemRandomNumberGenerator()
    let certificate = try issuer.issue(request, from: now.forClocksBehind, for: Self.lifetime, using: &generator)
    return [certificate, issuer.certificate]
  }

  /// Lists a role by its own word, in place of an older one; the key must be certified here.
  func list(_ signed: SignedStatement, now: Timestamp) async throws {
    let role = try VerifiedStatement<RoleDescription>(verifying: signed, keys: KeySet()).content.role
    let description = try RoleVerifier(roots: trust.certificates).verify(signed, role: role, at: now).description
    let place = Array(description.key.thumbprint.description.utf8)
    let bytes = signed.canonicalBytes
    try await records.transact { transaction in
      if let known = try transaction.value(place, in: Self.directory) {
        let before = try VerifiedStatement<RoleDescription>(verifying: SignedStatement(bytes: known), keys: KeySet())
        guard before.content.issued <= description.issued else { return }
      } else if try transaction.list(Self.directory, prefix: [], after: nil, limit: Self.mostListed).count
        == Self.mostListed
      {
        throw Refusal(.overloaded, blame: .us, "the directory is full; its operator has to clear it")
      }
      try transaction.set(bytes, for: place, in: Self.directory)
    }
  }

  /// The roles that are listed, each by its own signed word.
  func listed() async throws -> [SignedStatement] {
    try await records.read { reader in
      try reader.list(Self.directory, prefix: [], after: nil, limit: Self.mostListed)
        .map { try SignedStatement(bytes: $0.value) }
    }
  }
}
