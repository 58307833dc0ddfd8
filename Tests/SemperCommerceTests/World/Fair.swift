import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting

/// A marketplace of one seller, one bank, one arbiter and their authority, with one course on offer.
struct Fair: Sendable {
  static let start = Timestamp(seconds: 1_795_000_000)
  static let year = Span(seconds: 365 * 86_400)
  static let policy = ArbiterPolicy(
    shortestWindow: Span(seconds: 60), longestWindow: Span(seconds: 30 * 86_400), longestLife: year)

  let sellerKey = SigningKey()
  let bankKey = SigningKey()
  let arbiterKey = SigningKey()
  let buyerKey = SigningKey()
  let carrierKey = SigningKey()
  let arbiterSeal = SealingKey()
  let sellerReply = SealingKey()
  let buyerReply = SealingKey()
  let place: Workplace
  let good: PreparedContent
  let bad: PreparedContent
  let terms: SignedStatement
  let offer: SignedStatement
  let roles: [SignedStatement]
  let trust: TrustList
  let foreignTrust: TrustList
  /// Certificates of the carrier's key: as the carrier that dispatch notes name, as another one, as something else, and by an authority that
  /// nobody trusts.
  let carrierCertificates: [CarrierPaper: [UInt8]]
  let deal: ID<Deal>
  let price: Money
  /// Of the openings that are made here.
  var edition: Int? = DealOpening.edition
  /// What the buyer wants of the goods.
  var expects: ItemExpectation?

  /// - Parameters:
  ///   - longest: how long a deal may take by the terms.
  ///   - business: other terms than those of the course, and the price under them.
  init(
    seed: UInt64 = 1, longest: String = "P30D",
    business: (authored: JSON, price: Money, documents: GivenDocuments?)? = nil
  ) async throws {
    var numbers = SeededNumbers(seed)
    place = try Workplace()
    let bytes = numbers.bytes(3_000)
    try place.write(bytes, to: "good/lesson.txt")
    try place.write([bytes[0] ^ 1] + bytes.dropFirst(), to: "bad/lesson.txt")
    let secret = ContentSecret(using: &numbers)
    good = try await PreparedContent.prepare(directory: place["good"], secret: secret, workers: 1)
    bad = try await PreparedContent.prepare(directory: place["bad"], secret: secret, workers: 1)
    deal = ID(using: &numbers)
    price = try business?.price ?? Money("12.00", Currency(code: "EUR"))

    let arbiterTerms = ArbiterTerms(
      key: arbiterKey.publicKey, sealingKey: arbiterSeal.publicKey, epoch: 1, policy: Self.policy.digest)
    let seller = sellerKey.thumbprint
    let authored = try business.map { try TermsOfBusiness(authored: $0.authored, seller: seller) }
    terms = try SignedStatement(authored ?? Self.business(seller: seller, longest: longest), signedBy: [sellerKey])
    let (from, until) = (Self.start, Self.start.advanced(by: Self.year))
    let address = try Address("http://127.0.0.1:8080")
    offer = try SignedStatement(
      Offer(
        article: ID(using: &numbers), seller: sellerKey.publicKey, shop: address, service: terms.digest,
        title: HumanText("A course"), summary: HumanText("One lesson"), language: "en", price: price,
        content: good.description, bank: Offer.Provider(key: bankKey.publicKey, address: address),
        arbiter: arbiterTerms, arbiterAddress: address, documents: business?.documents, issued: from, expires: until),
      signedBy: [sellerKey])

    let authority = try CertificateAuthority(
      founding: "Authority", key: SigningKey(), from: from, for: Self.year, using: &numbers)
    let other = try CertificateAuthority(
      founding: "Another", key: SigningKey(), from: from, for: Self.year, using: &numbers)
    trust = try TrustList([TrustRoot(label: HumanText("the authority"), certificate: authority.certificate)])
    foreignTrust = try TrustList([TrustRoot(label: HumanText("another"), certificate: other.certificate)])
    var roles = [SignedStatement]()
    for (role, certified, key) in [
      (RoleDescription.Role.shop, CertifiedRole.seller, sellerKey), (.bank, .bank, bankKey),
      (.arbiter, .arbiter, arbiterKey),
    ] {
      let request = try CertificateRequest(
        CertificateSubject(organisation: "The \(role.rawValue)", role: certified), for: key)
      let certificate = try authority.issue(request, from: from, for: Span(seconds: 90 * 86_400), using: &numbers)
      let description = RoleDescription(
        role: role, organisation: try HumanText("The \(role.rawValue)"), key: key.publicKey, address: address,
        arbiter: role == .arbiter ? arbiterTerms : nil, policy: role == .arbiter ? Self.policy : nil, issued: from,
        expires: until)
      roles.append(try SignedStatement(description, signedBy: [key], certificates: [certificate]))
    }
    self.roles = roles
    var papers = [CarrierPaper: [UInt8]]()
    for paper in CarrierPaper.allCases {
      let subject = try CertificateSubject(organisation: paper.organisation, role: paper.role)
      papers[paper] = try (paper == .foreign ? other : authority).issue(
        CertificateRequest(subject, for: carrierKey), from: from, for: Span(seconds: 90 * 86_400), using: &numbers)
    }
    carrierCertificates = papers
  }

  static let authoredTerms = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "services/online-purchase-of-information/terms.json")

  /// The authored terms with a window and times that suit a test: each side looks at a pending decision but twice.
  static func business(seller: Thumbprint, longest: String = "P30D") throws -> TermsOfBusiness {
    let text = String(decoding: try Data(contentsOf: authoredTerms), as: UTF8.self)
      .replacing("\"P7D\"", with: "\"PT20M\"").replacing("\"P14D\"", with: "\"PT4H\"")
      .replacing("\"P30D\"", with: "\"\(longest)\"")
    return try TermsOfBusiness(authored: CanonicalJSON.parse(Array(text.utf8)), seller: seller)
  }

  func opening(_ side: DealSide, opened: Timestamp? = Fair.start) -> DealOpening {
    var numbers = SeededNumbers(side == .buyer ? 100 : 200)
    return DealOpening(
      side: side, deal: deal, terms: terms, offer: offer,
      key: (side == .buyer ? buyerKey : sellerKey).publicKey, nonce: Nonce(using: &numbers),
      secret: OpeningSecret(using: &numbers), refund: buyerKey.thumbprint,
      reply: (side == .buyer ? buyerReply : sellerReply).publicKey, patience: Span(seconds: 600), opened: opened,
      edition: edition, expects: side == .buyer ? expects : nil)
  }
}
