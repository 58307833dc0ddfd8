import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to the issuer of a granted credential.
struct IssuerClient: ConditionalIssuer {
  private static let largest = 64 << 10
  private static let patience = Span(seconds: 20)

  let transport: any Transport
  let grant: CredentialGrant

  var issuer: Thumbprint { grant.issuer.thumbprint }

  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest
  ) async throws -> SignedStatement {
    let request = IssueRequest(
      document: document, exchange: exchange, opening: opening, path: path, token: grant.token)
    return try await transport.send(
      Request(.post, "/credentials", contentType: "application/json", body: request.canonicalBytes), to: grant.address,
      largest: Self.largest, within: Self.patience
    ).value(largest: Self.largest)
  }
}
