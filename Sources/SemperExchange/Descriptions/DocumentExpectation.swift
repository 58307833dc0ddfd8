public import SemperCoding
public import SemperModel

/// Which statement is expected: exactly a document, or any of a kind, signed by somebody.
public struct DocumentExpectation: Hashable, Sendable, CanonicalValue {
  public var documents: Wildcard<Digest>
  public var kinds: Wildcard<Designation>
  /// At least one of these has signed.
  public var signers: Wildcard<Thumbprint>

  public init(
    documents: Wildcard<Digest> = .anything, kinds: Wildcard<Designation> = .anything,
    signers: Wildcard<Thumbprint> = .anything
  ) {
    self.documents = documents
    self.kinds = kinds
    self.signers = signers
  }

  func difference(from item: ItemParticulars) -> ItemDifference? {
    guard case .statement(let document) = item.description else { return .anotherClass(item, "a statement") }
    guard documents.allows(document) else { return .differs("document", "the document is \(document)") }
    if kinds.demands {
      guard let found = item.document else { return .unsaid("document kind") }
      guard kinds.allows(found.kind) else { return .differs("document kind", "the document is a “\(found.kind)”") }
    }
    if signers.demands {
      guard let found = item.document else { return .unsaid("document signers") }
      guard signers.allowsOne(of: found.signers) else {
        return .differs("document signers", "nobody has signed whose signature is expected")
      }
    }
    return nil
  }

  public var json: JSON {
    .fields(["documents": documents.member, "kinds": kinds.member, "signers": signers.member])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    documents = try Wildcard(member: fields.optional("documents"))
    kinds = try Wildcard(member: fields.optional("kinds"))
    signers = try Wildcard(member: fields.optional("signers"))
    try fields.close()
  }
}
