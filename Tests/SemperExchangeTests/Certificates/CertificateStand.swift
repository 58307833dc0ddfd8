import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting

/// An agreed exchange of a signed word for a certificate, and the check of what is committed to for the certificate.
struct CertificateStand {
  private static let start = Timestamp(seconds: 1_795_000_000)
  private static let life = Span(seconds: 86_400)

  private let issuer = SigningKey()
  private let holder = SigningKey()
  private let items: [DescribedItem]
  private let terms: ExchangeTerms

  init() throws {
    var numbers = SeededNumbers(4)
    let content = try CertificateContent(
      subject: HumanText("Diploma"), key: holder.publicKey, notBefore: Self.start,
      notAfter: Self.start.advanced(by: Self.life))
    let proposal = try ExchangeProposal(
      proposer: [
        DescribedItem(
          path: "proposer/word", salt: Nonce(using: &numbers),
          description: .statement(document: "a word".documentDigest))
      ],
      invited: [
        DescribedItem(
          path: "invited/certificate", salt: Nonce(using: &numbers),
          description: .certificate(document: content.documentDigest, issuer: issuer.thumbprint))
      ])
    items = proposal.items
    let arbiter = Arbiter(
      records: InMemoryArchive().records, signingKey: SigningKey(), sealingKey: SealingKey(), epoch: 1,
      policy: ArbiterPolicy(
        shortestWindow: Span(seconds: 60), longestWindow: Self.life, longestLife: Span(seconds: 864_000)),
      data: TestDataStore())
    let parties = ExchangeRole.allCases.map { role in
      PartyTerms(
        role: role, key: SigningKey().publicKey, nonce: Nonce(using: &numbers), secret: OpeningSecret(using: &numbers))
    }
    terms = try proposal.terms(
      originator: parties[0], responder: parties[1], arbiter: arbiter.terms,
      closes: Self.start.advanced(by: Self.life), window: Span(seconds: 3_600), keys: [issuer.publicKey],
      context: "a deal".documentDigest)
  }

  func content(saying text: String) throws -> CertificateContent {
    try CertificateContent(
      subject: HumanText(text), key: holder.publicKey, notBefore: Self.start,
      notAfter: Self.start.advanced(by: Self.life))
  }

  var content: CertificateContent {
    get throws { try content(saying: "Diploma") }
  }

  /// Under which the certificate of this exchange counts.
  var condition: CertificateCondition {
    CertificateCondition(exchange: terms.id, opening: Digest(plain: [1]), arbiter: terms.header.arbiter.key)
  }

  /// Why a statement with this certificate locks nothing; `nil` where it does.
  func refusal(
    of content: CertificateContent, _ condition: CertificateCondition, issuedBy key: SigningKey? = nil
  ) throws -> RefusalCode? {
    var system = SystemRandomNumberGenerator()
    let authority = try CertificateAuthority(
      founding: "Issuer", key: key ?? issuer, from: Self.start, for: Self.life, using: &system)
    return try refusal(ofBytes: try authority.issue(content, under: condition, using: &system))
  }

  func refusal(ofBytes certificate: [UInt8]) throws -> RefusalCode? {
    let statement = try SignedStatement(
      ConditionalStatement(
        exchange: terms.id, path: "invited/certificate", document: content.documentDigest, opening: condition.opening,
        signer: issuer.thumbprint, certificate: ByteString(certificate)), signedBy: [issuer])
    do {
      try CommitmentCheck.check(
        Commitment(
          escrow: ByteString([]), locked: [LockedItem(path: "invited/certificate", form: .statement(statement))]),
        of: .responder, in: terms, items: items)
      return nil
    } catch { return error.code }
  }
}
