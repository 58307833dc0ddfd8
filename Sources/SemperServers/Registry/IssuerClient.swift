import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to an issuer for what it has granted us.
struct IssuerClient: ConditionalIssuer {
  private let transport: any Transport
  /// All of one issuer.
  private let grants: [CredentialGrant]
  let issuer: Thumbprint

  /// The issuer of a grant, with all that it has granted among some grants.
  init(_ first: CredentialGrant, among grants: [CredentialGrant], transport: any Transport) {
    issuer = first.issuer.thumbprint
    self.grants = grants.filter { $0.issuer == first.issuer }
    self.transport = transport
  }

  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest
  ) async throws -> SignedStatement {
    try await issue(document, path, exchange, opening, nil)
  }

  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest, arbiter: PublicKey
  ) async throws -> SignedStatement {
    try await issue(document, path, exchange, opening, arbiter)
  }

  private func issue(
    _ document: Digest, _ path: String, _ exchange: Digest, _ opening: Digest, _ arbiter: PublicKey?
  ) async throws -> SignedStatement {
    guard let grant = grants.first(where: { $0.credential.digest == document }) else {
      throw Refusal(.limitExceeded, blame: .us, "nobody has granted us what stands at \(path): bring its grant")
    }
    let isCertificate = if case .certificate = grant.credential { true } else { false }
    let request = IssueRequest(
      document: document, exchange: exchange, opening: opening, path: path, token: grant.token,
      arbiter: isCertificate ? arbiter : nil)
    return try await grant.line(over: transport).post(request, to: "/credentials")
  }
}
