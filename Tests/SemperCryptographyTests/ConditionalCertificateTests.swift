import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

/// Conditional certificates: what we issue is read the same by OpenSSL and by Python's cryptography, which both refuse it for
/// its critical condition; and nothing but the profile is read by us.
@Suite struct ConditionalCertificateTests {
  private static let start = Timestamp(seconds: 1_795_000_000)
  private static let end = start.advanced(by: Span(seconds: 30 * 86_400))

  private let key = SigningKey()
  private let holder = SigningKey()
  private let arbiter = SigningKey()
  private let authority: CertificateAuthority
  private let content: CertificateContent
  private let condition: CertificateCondition
  private let opening: ItemOpening
  private let der: [UInt8]

  init() throws {
    var system = SystemRandomNumberGenerator()
    authority = try CertificateAuthority(
      founding: "Fernuniversität", key: key, from: Self.start, for: Span(seconds: 365 * 86_400), using: &system)
    content = try CertificateContent(
      subject: HumanText("Δίπλωμα, mit Auszeichnung"), key: holder.publicKey, notBefore: Self.start, notAfter: Self.end)
    opening = try ItemOpening(bytes: [UInt8](0..<32))
    condition = CertificateCondition(
      exchange: Digest(plain: [1]), opening: opening.digest, arbiter: arbiter.publicKey)
    der = try authority.issue(content, under: condition, using: &system)
  }

  private func code(_ body: () throws -> Void) -> RefusalCode? {
    do {
      try body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test func whatIsIssuedIsReadAgain() throws {
    let certificate = try ConditionalCertificate(der: der)
    #expect(certificate.content == content && certificate.condition == condition && certificate.der == der)
    #expect(try CertificateContent(canonicalBytes: content.canonicalBytes) == content)
    #expect(code { try certificate.check(issuer: key.publicKey, at: Self.start) } == nil)
    #expect(code { try certificate.check(issuer: holder.publicKey) } == .badSignature)
    #expect(
      code { try certificate.check(issuer: key.publicKey, at: Self.end.advanced(by: Span(seconds: 1))) } == .expired)
    #expect(certificate.counts(with: opening))
    #expect(!certificate.counts(with: try ItemOpening(bytes: [UInt8](1...32))))
  }

  /// The right way to fail: who does not know the condition must not rely on the certificate.
  @Test func opensslReadsItAndRefusesItsCriticalExtension() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func pem(_ name: String, _ der: [UInt8]) throws -> String {
      let path = folder.appending(path: name).path
      let made = try Oracle.openssl(["x509", "-inform", "DER", "-out", path], der)
      try #require(made.status == 0)
      return path
    }
    let text = try Oracle.openssl(["x509", "-inform", "DER", "-noout", "-text", "-nameopt", "utf8"], der)
    #expect(text.status == 0)
    #expect(text.text.contains("\(CertificateCondition.oid): critical"), "\(text.text)")
    #expect(text.text.contains("CN=Δίπλωμα, mit Auszeichnung") || text.text.contains("CN = "), "\(text.text)")
    let parsed = try Oracle.openssl(["asn1parse", "-inform", "DER"], der)
    #expect(parsed.status == 0 && parsed.text.contains(CertificateCondition.oid), "\(parsed.text)")

    let (root, leaf) = (try pem("root.pem", authority.certificate), try pem("leaf.pem", der))
    let moment = String(Self.start.seconds + 60)
    let plain = try Oracle.openssl(["verify", "-attime", moment, "-CAfile", root, leaf])
    #expect(plain.status != 0)
    // With that one check off, everything else in it is right for OpenSSL, the signature too.
    let ignoring = try Oracle.openssl(["verify", "-attime", moment, "-ignore_critical", "-CAfile", root, leaf])
    #expect(ignoring.status == 0, "\(ignoring.text)")
  }

  @Test func pythonReadsTheSame() throws {
    let task: JSON = .fields([
      "certificate": ByteString(der).json, "issuer": ByteString(authority.certificate).json,
      "oid": CertificateCondition.oid.json,
    ])
    let answer = try CanonicalJSON.parse(Oracle.python("certificates", task.canonicalBytes))
    func text(_ name: String) throws -> String { try String(json: #require(answer[name])) }
    #expect(try text("subject") == content.subject.text)
    #expect(try text("exchange") == condition.exchange.bytes.map { String(format: "%02x", $0) }.joined())
    #expect(try text("opening") == condition.opening.bytes.map { String(format: "%02x", $0) }.joined())
    #expect(try text("arbiter") == Self.point(arbiter.publicKey))
    #expect(try text("holder") == Self.point(holder.publicKey))
    #expect(try Int64(json: #require(answer["from"])) == Self.start.seconds)
    #expect(try Int64(json: #require(answer["until"])) == Self.end.seconds)
    #expect(try Bool(json: #require(answer["critical"])) == true)
    #expect(try Bool(json: #require(answer["signed"])) == true)
    #expect(try Bool(json: #require(answer["refused"])) == true)
  }

  private static func point(_ key: PublicKey) -> String? {
    guard case .p256(let x, let y) = key else { return nil }
    return (x + y).map { String(format: "%02x", $0) }.joined()
  }

  /// A certificate whose signature is right, made by Python, with one departure from the profile each.
  @Test(
    arguments: [
      "not-critical", "no-condition", "twice", "version-2", "short-exchange", "long-opening", "trailing",
      "extra-member",
      "arbiter-p384", "authority", "other-usage", "other-extension", "two-names", "organisation", "sha384",
      "indefinite",
    ])
  func anyDepartureFromTheProfileIsRefused(_ change: String) throws {
    let task: JSON = .fields(["change": change.json, "oid": CertificateCondition.oid.json])
    let made = try ByteString(json: CanonicalJSON.parse(Oracle.python("certificates", task.canonicalBytes))).bytes
    #expect(code { _ = try ConditionalCertificate(der: made) } == .malformed, "\(change)")
  }

  /// The same maker without a departure: otherwise the test above would say little.
  @Test func aForeignCertificateOfTheProfileIsRead() throws {
    let task: JSON = .fields(["change": "nothing".json, "oid": CertificateCondition.oid.json])
    let made = try ByteString(json: CanonicalJSON.parse(Oracle.python("certificates", task.canonicalBytes))).bytes
    let certificate = try ConditionalCertificate(der: made)
    #expect(certificate.condition.exchange.bytes == [UInt8](repeating: 1, count: 32))
    #expect(certificate.condition.opening.bytes == [UInt8](repeating: 2, count: 32))
  }

  @Test func noChangedByteIsTheSameCertificate() throws {
    for index in der.indices {
      var changed = der
      changed[index] ^= 1
      let accepted = code {
        let certificate = try ConditionalCertificate(der: changed)
        try certificate.check(issuer: key.publicKey)
      }
      #expect(accepted != nil, "byte \(index)")
    }
    for length in 0..<der.count {
      #expect(throws: Refusal.self) { try ConditionalCertificate(der: Array(der.prefix(length))) }
    }
    #expect(throws: Refusal.self) { try ConditionalCertificate(der: der + [0]) }
  }

  /// It is no role certificate, and a role's is none of these.
  @Test func neitherKindIsTheOther() throws {
    #expect(code { _ = try RoleCertificate(der: der) } == .malformed)
    let policy = CertificatePolicy(roots: [authority.certificate], role: .seller, time: Self.start)
    guard case .refused = try CertificateVerifier(policy: policy).verdict(on: [der]) else {
      Issue.record("a conditional certificate was taken for a role's")
      return
    }
    var system = SystemRandomNumberGenerator()
    let request = try CertificateRequest(CertificateSubject(organisation: "Shop", role: .seller), for: holder)
    let role = try authority.issue(request, from: Self.start, for: Span(seconds: 86_400), using: &system)
    #expect(code { _ = try ConditionalCertificate(der: role) } == .malformed)
  }

  @Test func whatCannotBeCertifiedIsRefused() throws {
    var system = SystemRandomNumberGenerator()
    let beyond = try CertificateContent(
      subject: HumanText("x"), key: holder.publicKey, notBefore: Self.start,
      notAfter: Self.start.advanced(by: Span(seconds: 366 * 86_400)))
    #expect(throws: CryptographyError.self) { try authority.issue(beyond, under: condition, using: &system) }
    #expect(throws: CodingError.self) {
      try CertificateContent(
        subject: HumanText("x"), key: holder.publicKey, notBefore: Self.end, notAfter: Self.start)
    }
    #expect(throws: CodingError.self) {
      try CertificateContent(
        subject: HumanText("a\nb"), key: holder.publicKey, notBefore: Self.start, notAfter: Self.end)
    }
    let edwards = SigningKey(.ed25519)
    #expect(throws: CodingError.self) {
      try CertificateContent(subject: HumanText("x"), key: edwards.publicKey, notBefore: Self.start, notAfter: Self.end)
    }
    let other = CertificateCondition(
      exchange: condition.exchange, opening: condition.opening, arbiter: edwards.publicKey)
    #expect(throws: CryptographyError.self) { try authority.issue(content, under: other, using: &system) }
  }
}
