import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// An issuer that certifies whatever it is asked for.
struct CellIssuer: ConditionalIssuer {
  let key: SigningKey
  var issuer: Thumbprint { key.thumbprint }

  func issue(
    _ document: Digest, at path: String, of exchange: Digest, opening: Digest
  ) async throws -> SignedStatement {
    try SignedStatement(
      ConditionalStatement(
        exchange: exchange, path: path, document: document, opening: opening, signer: key.thumbprint),
      signedBy: [key])
  }
}
