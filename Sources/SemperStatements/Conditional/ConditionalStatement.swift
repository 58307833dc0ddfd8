public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A signer's word on a document that counts only once an exchange has gone through (item class Sb).
///
/// It is handed over before the exchange as its locked form: valid with the opening whose digest it names, or with the
/// arbiter's resolution of the same exchange, and with nothing else. The signature alone promises nothing. It carries
/// no deal and no document, so that an arbiter that sees it can link it to neither.
public struct ConditionalStatement: Hashable, StatementContent {
  public static let kind = StatementKind.conditional
  private static let longestPath = 200

  /// The exchange `h_T`.
  public let exchange: Digest
  /// Where the item stands in the signer's container.
  public let path: String
  /// The document under `DigestPurpose.document`.
  public let document: Digest
  /// `H(o_i)` of the opening that makes the statement count.
  public let opening: Digest
  public let signer: Thumbprint
  /// The X.509 certificate (DER) whose content is the document, for who relies on certificates rather than on statements. It
  /// has the same condition; `ConditionalCertificate` reads it.
  public let certificate: ByteString?

  public var signers: [Thumbprint] { [signer] }

  /// Refuses a path that is empty, longer than 200 bytes or unfit to be shown, and a certificate that is too large to be one.
  public init(
    exchange: Digest, path: String, document: Digest, opening: Digest, signer: Thumbprint,
    certificate: ByteString? = nil
  ) throws(CodingError) {
    guard (1...Self.longestPath).contains(path.utf8.count) else {
      throw CodingError(.outOfRange, "an item's path has 1 to \(Self.longestPath) bytes").inside("path")
    }
    do { _ = try HumanText(path) } catch { throw error.inside("path") }
    guard (certificate?.bytes.count ?? 0) <= ConditionalCertificate.largest else {
      throw CodingError(.tooLarge, "a certificate has at most \(ConditionalCertificate.largest) bytes")
        .inside("certificate")
    }
    self.certificate = certificate
    self.exchange = exchange
    self.path = path
    self.document = document
    self.opening = opening
    self.signer = signer
  }

  /// Whether this opening makes the statement count.
  public func counts(with opening: ItemOpening) -> Bool { opening.digest == self.opening }

  /// Checks that the statement says this document and counts with this opening.
  ///
  /// Refuses with `lockInvalid` another opening and with `notAsOffered` another document.
  public func check(opening: ItemOpening, document: some CanonicalValue) throws(Refusal) {
    guard counts(with: opening) else {
      throw Refusal(.lockInvalid, blame: .peer, "the opening is not the one that the statement names")
    }
    try check(document: document)
  }

  /// Checks that the statement says this document, whether or not it counts yet.
  public func check(document: some CanonicalValue) throws(Refusal) {
    guard document.documentDigest == self.document else {
      throw Refusal(.notAsOffered, blame: .peer, "the statement is about another document")
    }
  }

  public var json: JSON {
    .fields([
      "certificate": certificate?.json, "document": document.json, "exchange": exchange.json,
      "opening": opening.json, "path": path.json, "signer": signer.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      exchange: fields.value("exchange"), path: fields.value("path"), document: fields.value("document"),
      opening: fields.value("opening"), signer: fields.value("signer"), certificate: fields.optional("certificate"))
    try fields.close()
  }
}
