public import SemperCoding
public import SemperModel
public import SemperStatements

/// An item as it is looked at: its description, which decides what the item is, and what is known of it beyond that.
///
/// **When two items are the same.** Two items are the same exactly when their descriptions are equal:
/// - two *statements*, when they say the same document (digest under `document`): who has signed again, in which
///   serialisation, with which of the two forms of an ECDSA signature makes no difference;
/// - two *payments*, when amount, currency, payee and ledger are equal: which coins or which account they come from makes
///   none, and one exchange's lock is worth the other's;
/// - two *contents*, when salted root and length are equal, hence all bytes in their order. The same files under another
///   content secret have another root and are another item, because nobody can tell from the roots that they are equal.
/// Every other class of items is the same when its description is. Particulars never make two items differ: they are
/// what somebody says of an item that its description only names by digest, and are checked against the digest where that
/// can be done.
public struct ItemParticulars: Hashable, Sendable, CanonicalValue {
  static let mostCertifiers = 32
  public let description: ItemDescription
  /// Of a statement.
  public let document: DocumentParticulars?
  /// Of content. Its root and length are those of the description.
  public let content: ContentDescription?
  /// The payment system of a payment, such as `ecash`.
  public let brand: Designation?
  /// Who has certified the item or its giver, as far as that has been verified. In the order of their texts.
  public let certifiers: [Thumbprint]
  /// The item counts until then. `nil` when nobody says.
  public let validUntil: Timestamp?

  /// Refuses a content description of another item than the description names, and more than 32 certifiers.
  public init(
    _ description: ItemDescription, document: DocumentParticulars? = nil, content: ContentDescription? = nil,
    brand: Designation? = nil, certifiers: [Thumbprint] = [], validUntil: Timestamp? = nil
  ) throws(CodingError) {
    if let content {
      guard description.content == content.summary else {
        throw CodingError(.outOfRange, "the content is not the one that the item's description names").inside("content")
      }
    }
    guard certifiers.count <= Self.mostCertifiers else {
      throw CodingError(.tooMany, "an item has at most \(Self.mostCertifiers) certifiers").inside("certifiers")
    }
    self.description = description
    self.document = document
    self.content = content
    self.brand = brand
    self.certifiers = Set(certifiers).sorted()
    self.validUntil = validUntil
  }

  /// An item of which nothing is known beyond its description.
  public init(of description: ItemDescription) {
    self.description = description
    document = nil
    content = nil
    brand = nil
    certifiers = []
    validUntil = nil
  }

  /// Data of any size of which all files are named: promised, or here and found to lead to this description.
  public init(of content: ContentDescription) {
    description = .data(content.summary)
    document = nil
    self.content = content
    brand = nil
    certifiers = []
    validUntil = nil
  }

  /// Whether it is the same item, whatever else is said of either.
  public func isSameItem(as other: ItemParticulars) -> Bool { description == other.description }

  /// Whether the same item once more is worth nothing more: what is known, and a right that is had, are not had twice. Money is, and of
  /// mail nobody can say before it is open.
  var countsOnce: Bool {
    switch description {
    case .statement, .certificate, .credential, .checkedData, .data, .unsecured: true
    case .lock, .reversibleLock, .bond, .mail: false
    }
  }

  public var json: JSON {
    .fields([
      "brand": brand?.json, "certifiers": certifiers.json, "content": content?.json, "document": document?.json,
      "item": description.json, "validUntil": validUntil?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let brand: Designation? = try fields.optional("brand")
    let certifiers: [Thumbprint] = try fields.value("certifiers")
    let content: ContentDescription? = try fields.optional("content")
    let document: DocumentParticulars? = try fields.optional("document")
    let validUntil: Timestamp? = try fields.optional("validUntil")
    try self.init(
      fields.value("item"), document: document, content: content, brand: brand, certifiers: certifiers,
      validUntil: validUntil)
    try fields.close()
    guard certifiers == self.certifiers else {
      throw CodingError(.notCanonical, "certifiers are sorted, each once").inside("certifiers")
    }
  }
}
