public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A message of ISO 20022, signed by the bank or account holder that sends it. The standard owns its bytes.
public struct BankDocument: StatementContent {
  public static let kind = StatementKind.bankDocument

  /// Who sends it.
  public let key: PublicKey
  /// For whom it is: the key of a bank, or of an account holder.
  public let to: Thumbprint
  /// The digest of the statement that it answers.
  public let about: Digest?
  public let document: ByteString
  public let issued: Timestamp

  init(_ document: some TransferDocument, from key: PublicKey, to: Thumbprint, about: Digest? = nil, issued: Timestamp)
  {
    self.key = key
    self.to = to
    self.about = about
    self.document = ByteString(document.bytes)
    self.issued = issued
  }

  public var signers: [Thumbprint] { [key.thumbprint] }
  public var introducedKeys: [PublicKey] { [key] }
  public static var largestPayload: Int { 16 << 10 }

  /// Refuses another message, and one with elements that this system does not write.
  func read<Document: TransferDocument>(_ type: Document.Type) throws(Refusal) -> Document {
    do {
      return try Document(bytes: document.bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the \(Document.message) cannot be read: \(error)")
    }
  }

  public var json: JSON {
    .fields([
      "about": about?.json, "document": document.json, "iat": issued.json, "key": key.json, "to": to.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    about = try fields.optional("about")
    document = try fields.value("document")
    issued = try fields.value("iat")
    key = try fields.value("key")
    to = try fields.value("to")
    try fields.close()
  }
}
