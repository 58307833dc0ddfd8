import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// A package is the one that was asked for, from a seller that is known, with the legal texts that its terms name.
@Suite struct ServicePackageTests {
  private static let later = World.time(24)
  private let seller = SigningKey()
  private let authority: CertificateAuthority
  private let certificate: [UInt8]
  private let package: UnverifiedPackage

  init() throws {
    var system = SystemRandomNumberGenerator()
    authority = try CertificateAuthority(
      founding: "Marktaufsicht", key: SigningKey(), from: World.start, for: Span(seconds: 90 * 86_400), using: &system)
    certificate = try authority.issue(
      CertificateRequest(CertificateSubject(organisation: "Kurse", role: .seller), for: seller), from: World.start,
      for: Span(seconds: 30 * 86_400), using: &system)
    package = try UnverifiedPackage(
      terms: SomeTerms.signed("thirty days", by: seller, certificates: [certificate]),
      texts: [.german: LegalText("Dreißig Tage."), .greek: LegalText("Τριάντα ημέρες.")])
  }

  private func policy(
    service: Digest? = nil, sellers: [PublicKey] = [], texts: [LanguageTag: Digest]? = nil, at time: Timestamp = later
  ) -> PackagePolicy {
    PackagePolicy(
      service: service ?? package.service, sellers: KeySet(sellers), roots: [authority.certificate], texts: texts,
      time: time)
  }

  private func refused(_ policy: PackagePolicy, _ package: UnverifiedPackage? = nil) -> RefusalCode? {
    do throws(Refusal) {
      _ = try VerifiedPackage(verifying: package ?? self.package, by: policy)
      return nil
    } catch {
      #expect(error.blame == .peer)
      return error.code
    }
  }

  @Test func isReadAsWritten() throws {
    #expect(try UnverifiedPackage(bytes: package.canonicalBytes) == package)
    let bare = try UnverifiedPackage(terms: package.terms)
    #expect(try UnverifiedPackage(bytes: bare.canonicalBytes) == bare)
    #expect(bare.service == package.service)
  }

  @Test func aSellerIsCertifiedOrKnown() throws {
    let verified = try VerifiedPackage(verifying: package, by: policy())
    #expect(verified.identity?.subject.organisation == "Kurse" && verified.seller == seller.publicKey)
    #expect(refused(policy(at: World.time(24 * 31))) == .expired)
    let known = try VerifiedPackage(
      verifying: package, by: policy(sellers: [seller.publicKey], at: World.time(24 * 31)))
    #expect(known.identity == nil && known.seller == seller.publicKey)
    let stranger = try UnverifiedPackage(terms: SomeTerms.signed("thirty days", by: seller))
    #expect(refused(policy(), stranger) == .untrusted)
    var nobody = policy()
    nobody.roots = []
    #expect(refused(nobody) == .untrusted)
  }

  @Test func anotherKeyOrServiceIsRefused() throws {
    let thief = SigningKey()
    let other = try UnverifiedPackage(terms: SomeTerms.signed("no days", by: thief))
    #expect(refused(policy(), other) == .notAsListed)
    #expect(refused(policy(service: other.service, sellers: [seller.publicKey]), other) == .untrusted)
    // The seller's certificate beside another's signature.
    let dressed = try UnverifiedPackage(terms: SomeTerms.signed("no days", by: thief, certificates: [certificate]))
    #expect(refused(policy(service: dressed.service), dressed) == .badSignature)
  }

  @Test func legalTextsAreThoseOfTheTerms() throws {
    let named = package.texts.mapValues(\.digest)
    #expect(refused(policy(texts: named)) == nil)
    #expect(refused(policy(texts: named.filter { $0.key == .german })) == .notAsListed)
    #expect(
      refused(policy(texts: named.merging([LanguageTag.english: Digest(plain: [])]) { old, _ in old })) == .notAsListed)
    #expect(refused(policy(texts: named.mapValues { _ in Digest(plain: []) })) == .notAsListed)
    #expect(refused(policy(texts: [:])) == .notAsListed)
  }

  @Test func whatIsNoPackageIsRefused() throws {
    let choices: [[UInt8]: RefusalCode] = [
      Array("{}".utf8): .malformed, package.canonicalBytes + [0x20]: .malformed,
      [UInt8](repeating: 0x20, count: UnverifiedPackage.largest + 1): .tooLarge,
    ]
    for (bytes, code) in choices {
      let found = #expect(throws: Refusal.self) { try UnverifiedPackage(bytes: bytes) }
      #expect(found?.code == code)
    }
    let object = try #require(package.json.object)
    for json in [
      object.with("v", 2.json), object.with("more", 1.json), object.with("texts", nil),
      object.with("texts", .fields(["Deutsch": "x".json])), object.with("texts", .fields(["de": "".json])),
      object.with("texts", .fields(["de": "a\tb".json])), object.with("texts", .fields(["de": "a\r\nb".json])),
      object.with("texts", .fields(["de": String(repeating: "a", count: LegalText.longest + 1).json])),
      object.with("terms", try world().json),
    ] {
      #expect(throws: CodingError.self) { try UnverifiedPackage(json: .object(json)) }
    }
  }

  /// A statement that is no terms.
  private func world() throws -> SignedStatement {
    try SignedStatement(
      EvaluationStatus(evaluator: seller.publicKey, number: 1, issued: World.start, nextUpdate: World.time(1)),
      signedBy: [seller])
  }
}
