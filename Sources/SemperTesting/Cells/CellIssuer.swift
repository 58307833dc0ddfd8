import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// An issuer that certifies whatever it is asked for; what it calls a certificate is one, in X.509.
struct CellIssuer: ConditionalIssuer {
  private static let holder = SigningKey()
  private static let life = Span(seconds: 864_000)

  let key: SigningKey
  var issuer: Thumbprint { key.thumbprint }

  /// What the certificate at a place says.
  static func content(at path: String) throws -> CertificateContent {
    try CertificateContent(
      subject: HumanText("Diploma \(path)"), key: holder.publicKey, notBefore: CellRun.start,
      notAfter: CellRun.start.advanced(by: life))
  }

  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest
  ) async throws -> SignedStatement {
    try sign(document, path, exchange, opening, nil)
  }

  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest, arbiter: PublicKey
  ) async throws -> SignedStatement {
    let content = try Self.content(at: path)
    guard content.documentDigest == document else { return try sign(document, path, exchange, opening, nil) }
    var system = SystemRandomNumberGenerator()
    let authority = try CertificateAuthority(
      founding: "Issuer", key: key, from: CellRun.start, for: Self.life, using: &system)
    let certificate = try authority.issue(
      content, under: CertificateCondition(exchange: exchange, opening: opening, arbiter: arbiter), using: &system)
    return try sign(document, path, exchange, opening, ByteString(certificate))
  }

  private func sign(
    _ document: Digest, _ path: String, _ exchange: Digest, _ opening: Digest, _ certificate: ByteString?
  ) throws -> SignedStatement {
    try SignedStatement(
      ConditionalStatement(
        exchange: exchange, path: path, document: document, opening: opening, signer: key.thumbprint,
        certificate: certificate), signedBy: [key])
  }
}
