import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

/// The authority's certificates: what it issues is accepted, also by OpenSSL, and everything else is refused.
@Suite struct CertificateTests {
  private static let start = Timestamp(seconds: 1_795_000_000)
  private static let year = Span(seconds: 365 * 86_400)
  private static let later = start.advanced(by: Span(seconds: 86_400))

  private let rootKey = SigningKey()
  private let shopKey = SigningKey()
  private let authority: CertificateAuthority
  private let shop: [UInt8]
  private let subject: CertificateSubject

  init() throws {
    var system = SystemRandomNumberGenerator()
    authority = try CertificateAuthority(
      founding: "Marktaufsicht für Proben", key: rootKey, from: Self.start, for: Self.year, using: &system)
    subject = try CertificateSubject(
      organisation: "Kurse & Söhne", role: .seller, address: "https://shop.example:8443/")
    let request = try CertificateRequest(der: CertificateRequest(subject, for: shopKey).der)
    shop = try authority.issue(request, from: Self.start, for: Span(seconds: 30 * 86_400), using: &system)
  }

  private func verdict(
    _ chain: [[UInt8]], role: CertifiedRole = .seller, at time: Timestamp = later, roots: [[UInt8]]? = nil
  ) throws -> CertificateVerdict {
    let policy = CertificatePolicy(roots: roots ?? [authority.certificate], role: role, time: time)
    return try CertificateVerifier(policy: policy).verdict(on: chain)
  }

  private func refusal(_ verdict: CertificateVerdict) -> RefusalCode? {
    if case .refused(let refusal) = verdict { refusal.code } else { nil }
  }

  @Test func anIssuedCertificateIsValid() throws {
    for chain in [[shop], [shop, authority.certificate]] {
      let identity = try verdict(chain).identity()
      #expect(identity.subject == subject && identity.key == shopKey.publicKey)
      #expect(identity.notAfter == Self.start.advanced(by: Span(seconds: 30 * 86_400)))
      #expect(identity.root == Digest(plain: authority.certificate))
    }
  }

  @Test func timeIsJudgedByThePolicy() throws {
    let end = Self.start.advanced(by: Span(seconds: 30 * 86_400))
    #expect(refusal(try verdict([shop], at: Timestamp(seconds: Self.start.seconds - 1))) == .expired)
    #expect(refusal(try verdict([shop], at: Self.start)) == nil)
    #expect(refusal(try verdict([shop], at: end)) == nil)
    #expect(refusal(try verdict([shop], at: Timestamp(seconds: end.seconds + 1))) == .expired)
  }

  @Test func aCertificateNeverOutlivesItsRoot() throws {
    var system = SystemRandomNumberGenerator()
    let request = try CertificateRequest(subject, for: shopKey)
    let long = try authority.issue(request, from: Self.later, for: Span(seconds: 9_999 * 86_400), using: &system)
    #expect(try RoleCertificate(der: long).notAfter == Self.start.advanced(by: Self.year))
    let after = Self.start.advanced(by: Span(seconds: 366 * 86_400))
    #expect(refusal(try verdict([long], at: after)) == .expired)
    #expect(throws: CryptographyError.self) {
      try authority.issue(request, from: after, for: Self.year, using: &system)
    }
  }

  @Test(arguments: CertifiedRole.allCases) func aRoleIsNoOther(_ role: CertifiedRole) throws {
    #expect(refusal(try verdict([shop], role: role)) == (role == .seller ? nil : .untrusted))
  }

  @Test func strangersAreRefused() throws {
    var system = SystemRandomNumberGenerator()
    // The same name, another key: a forged authority.
    let forger = try CertificateAuthority(
      founding: "Marktaufsicht für Proben", key: SigningKey(), from: Self.start, for: Self.year, using: &system)
    let forged = try forger.issue(
      CertificateRequest(subject, for: shopKey), from: Self.start, for: Self.year, using: &system)
    #expect(refusal(try verdict([forged])) == .untrusted)
    #expect(refusal(try verdict([forged, forger.certificate])) == .untrusted)
    #expect(refusal(try verdict([forged], roots: [authority.certificate, forger.certificate])) == nil)
    // A chain that continues with another root, with a copy of the leaf, with too much, with nothing.
    #expect(refusal(try verdict([shop, forger.certificate])) == .untrusted)
    #expect(refusal(try verdict([shop, shop])) == .untrusted)
    #expect(refusal(try verdict([shop, authority.certificate, authority.certificate])) == .untrusted)
    #expect(refusal(try verdict([])) == .untrusted)
    // The root is no role's certificate, though it is trusted as root.
    #expect(refusal(try verdict([authority.certificate], role: .authority)) == .malformed)
    #expect(refusal(try verdict([[0x30, 0x00]])) == .malformed)
    #expect(refusal(try verdict([shop + [0]])) == .malformed)
  }

  /// A certified shop is no authority: what it signs as issuer counts nothing.
  @Test func aRoleCertifiesNobody() throws {
    #expect(throws: CryptographyError.self) { try CertificateAuthority(certificate: shop, key: shopKey) }
    #expect(throws: CryptographyError.self) { try verdict([shop], roots: [shop]) }
    #expect(throws: CryptographyError.self) { try verdict([shop], roots: []) }
    #expect(throws: CryptographyError.self) {
      try CertificateAuthority(certificate: authority.certificate, key: shopKey)
    }
    #expect(
      try CertificateAuthority(certificate: authority.certificate, key: rootKey).certificate == authority.certificate)
  }

  @Test func noFlippedByteIsValid() throws {
    for offset in shop.indices {
      var changed = shop
      changed[offset] ^= 1
      if case .valid = try verdict([changed]) { Issue.record("byte \(offset) may be flipped") }
    }
  }

  @Test func aRequestProvesPossession() throws {
    let request = try CertificateRequest(subject, for: shopKey)
    for offset in request.der.indices {
      var changed = request.der
      changed[offset] ^= 1
      #expect(throws: Refusal.self, "byte \(offset)") { try CertificateRequest(der: changed) }
    }
    #expect(throws: CryptographyError.self) { try CertificateRequest(subject, for: SigningKey(.ed25519)) }
    let (status, text) = try Oracle.openssl(["req", "-verify", "-noout", "-text", "-inform", "DER"], request.der)
    #expect(status == 0 && text.contains("URI:https://shop.example:8443/"))
  }

  @Test func subjectsAreReadable() throws {
    for organisation in ["", "a\nb", "\u{202E}a", String(repeating: "a", count: 65)] {
      #expect(throws: CryptographyError.self) { try CertificateSubject(organisation: organisation, role: .bank) }
    }
    for address in ["", "https://ä.example", "https://a b", String(repeating: "a", count: 257)] {
      #expect(throws: CryptographyError.self) {
        try CertificateSubject(organisation: "A", role: .bank, address: address)
      }
    }
  }

  @Test func aStatementCarriesItsOwnCertificateOnly() throws {
    let keys = KeySet([shopKey.publicKey])
    let own = try SignedStatement(
      Note(by: [shopKey]), signedBy: [shopKey], certificates: [shop, authority.certificate])
    let received = try SignedStatement(bytes: own.canonicalBytes)
    _ = try VerifiedStatement<Note>(verifying: received, keys: keys)
    #expect(try verdict(#require(received.signatures.first).header.certificates).identity().key == shopKey.publicKey)
    for wrong in [authority.certificate, [1, 2, 3]] as [[UInt8]] {
      let borrowed = try SignedStatement(Note(by: [shopKey]), signedBy: [shopKey], certificates: [wrong])
      let refusal = #expect(throws: Refusal.self) { try VerifiedStatement<Note>(verifying: borrowed, keys: keys) }
      #expect(refusal?.code == .badSignature)
    }
  }

  // MARK: - OpenSSL as the independent judge

  private static func pem(_ der: [UInt8], _ name: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name).pem")
    let text = Data(der).base64EncodedString(options: .lineLength64Characters)
    try "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".write(
      to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  @Test func openSSLAgrees() throws {
    var system = SystemRandomNumberGenerator()
    let forger = try CertificateAuthority(
      founding: "Marktaufsicht für Proben", key: SigningKey(), from: Self.start, for: Self.year, using: &system)
    let root = try Self.pem(authority.certificate, "root")
    let other = try Self.pem(forger.certificate, "other")
    let leaf = try Self.pem(shop, "leaf")
    defer { for path in [root, other, leaf] { try? FileManager.default.removeItem(atPath: path) } }
    func verify(_ root: String, _ time: Timestamp) throws -> Bool {
      try Oracle.openssl(["verify", "-x509_strict", "-attime", "\(time.seconds)", "-CAfile", root, leaf]).status == 0
    }
    #expect(try verify(root, Self.later))
    #expect(try !verify(other, Self.later))
    #expect(try !verify(root, Self.start.advanced(by: Self.year)))
    let (status, text) = try Oracle.openssl(["x509", "-in", leaf, "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"])
    #expect(status == 0)
    for expected in [
      "Version: 3 (0x2)", "ecdsa-with-SHA256", "O=Kurse & Söhne", "OU=seller", "CA:FALSE", "Digital Signature",
      "URI:https://shop.example:8443/", "prime256v1",
    ] {
      #expect(text.contains(expected), "\(expected) is not in\n\(text)")
    }
    let rootText = try Oracle.openssl(["x509", "-in", root, "-noout", "-text"]).text
    #expect(rootText.contains("CA:TRUE, pathlen:0") && rootText.contains("Certificate Sign"))
  }
}
