import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperStatements

/// What an issuer has granted: a document that it signs as it stands, or a certificate that it makes in X.509.
public enum GrantedCredential: Hashable, Sendable {
  case document(HumanText)
  case certificate(CertificateContent)

  /// What is agreed on in an exchange.
  public var digest: Digest {
    switch self {
    case .document(let text): text.documentDigest
    case .certificate(let content): content.documentDigest
    }
  }

  /// What it certifies, in words.
  public var title: HumanText {
    switch self {
    case .document(let text): text
    case .certificate(let content): content.subject
    }
  }

  var document: JSON? { if case .document(let text) = self { text.json } else { nil } }
  var certificate: JSON? { if case .certificate(let content) = self { content.json } else { nil } }

  /// Reads the one of the two members that is there.
  init(_ fields: inout ObjectReader) throws(CodingError) {
    let text: HumanText? = try fields.optional("document")
    let content: CertificateContent? = try fields.optional("certificate")
    switch (text, content) {
    case (let text?, nil): self = .document(text)
    case (nil, let content?): self = .certificate(content)
    case (nil, nil), (_?, _?): throw CodingError(.wrongForm, "a document or a certificate is granted, and one of them")
    }
  }
}
