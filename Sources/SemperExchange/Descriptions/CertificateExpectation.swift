public import SemperCoding
import SemperCryptography
public import SemperModel

/// Which issuer's word is expected: about one document or any of some, certified by one issuer or any of some. The same for
/// certificates and for credentials, whose registry keeps a status.
public struct CertificateExpectation: Hashable, Sendable, CanonicalValue {
  public var documents: Wildcard<Digest>
  public var issuers: Wildcard<Thumbprint>

  public init(documents: Wildcard<Digest> = .anything, issuers: Wildcard<Thumbprint> = .anything) {
    self.documents = documents
    self.issuers = issuers
  }

  func difference(document: Digest, issuer: Thumbprint) -> ItemDifference? {
    guard documents.allows(document) else { return .differs("document", "the document is \(document)") }
    guard issuers.allows(issuer) else { return .differs("issuer", "it is certified by \(issuer)") }
    return nil
  }

  public var json: JSON { .fields(["documents": documents.member, "issuers": issuers.member]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    documents = try Wildcard(member: fields.optional("documents"))
    issuers = try Wildcard(member: fields.optional("issuers"))
    try fields.close()
  }
}
