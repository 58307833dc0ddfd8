import SemperArchive
import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperStatements

@testable import SemperServers

/// An issuer with its registry that can die, and all that it is asked in one exchange.
struct RegistryBench: Sendable {
  static let start = Timestamp(seconds: 1_795_000_000)

  let issuer = SigningKey()
  let arbiter = SigningKey()
  let exchange = "an exchange".documentDigest
  let document: GrantedCredential
  let certificate: GrantedCredential
  private let tokens: [Nonce]
  private let organisation: HumanText

  init() throws {
    document = .document(try HumanText("Diploma"))
    certificate = .certificate(
      try CertificateContent(
        subject: HumanText("Diploma"), key: SigningKey().publicKey, notBefore: Self.start,
        notAfter: Self.start.advanced(by: Span(seconds: 86_400))))
    tokens = try [1, 2].map { try Nonce(bytes: [UInt8](repeating: $0, count: Nonce.size)) }
    organisation = try HumanText("Issuer")
  }

  func book(on archive: InMemoryArchive, at time: Timestamp = start) async throws -> RegistryBook {
    try await RegistryBook(
      records: archive.records, key: issuer, organisation: organisation, time: VirtualTime(now: time))
  }

  func request(_ credential: GrantedCredential, arbiter: PublicKey? = nil) -> IssueRequest {
    let isCertificate = credential == certificate
    return IssueRequest(
      document: credential.digest, exchange: exchange, opening: "an opening".documentDigest,
      path: isCertificate ? "invited/2" : "invited/1", token: tokens[isCertificate ? 1 : 0], arbiter: arbiter)
  }

  var status: StatusTerms {
    StatusTerms(
      exchange: exchange, path: "invited/1", credential: document.digest, issuer: issuer.thumbprint,
      arbiter: arbiter.thumbprint)
  }

  func decision(_ verdict: ArbiterDecision.Verdict) throws -> SignedStatement {
    try SignedStatement(
      ArbiterDecision(
        exchange: exchange, verdict: verdict, cause: .asked,
        commits: verdict == .aborted ? [] : [exchange, exchange], closes: verdict.isFinal ? nil : Self.start,
        proof: nil, arbiter: arbiter.thumbprint, number: 0, previous: exchange, issued: Self.start), signedBy: [arbiter]
    )
  }

  func invalidation(_ verdict: ArbiterDecision.Verdict) throws -> InvalidationRequest {
    InvalidationRequest(terms: status, decision: try decision(verdict), arbiter: arbiter.publicKey)
  }

  typealias Step = @Sendable (InMemoryArchive) async throws -> [UInt8]

  /// Everything that is asked, in its order; each gives the bytes of the answer, if there is one.
  var steps: [Step] {
    [
      { try await book(on: $0).rootCertificate },
      {
        try await book(on: $0).grant(document, token: tokens[0])
        return []
      },
      {
        try await book(on: $0).grant(certificate, token: tokens[1])
        return []
      },
      { try await book(on: $0).issue(request(document)).canonicalBytes },
      { try await book(on: $0).issue(request(certificate, arbiter: arbiter.publicKey)).canonicalBytes },
      { try await book(on: $0).enter(status).canonicalBytes },
      { try await book(on: $0).invalidate(invalidation(.failed)).canonicalBytes },
    ]
  }
}
