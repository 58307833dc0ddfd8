public import SemperCoding
public import SemperCryptography

/// Which request for approval, about which transaction.
public struct AuthTags: DERValue, Hashable {
  public let tags: RRTags
  public let transaction: TransIDs

  public var der: DERElement {
    .sequence([tags.der, transaction.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    transaction = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, transaction: TransIDs) {
    self.tags = tags
    self.transaction = transaction
  }
}
