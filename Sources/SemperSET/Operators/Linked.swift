public import SemperCoding
public import SemperCryptography

/// L: a structure with the digest of another one that belongs to it but is elsewhere.
public struct Linked<Content: DERValue>: DERValue {
  public let content: Content
  public let other: CMSDigestedData

  public var der: DERElement { .sequence([content.der, other.der]) }

  init(_ content: Content, _ other: CMSDigestedData) {
    self.content = content
    self.other = other
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    content = try fields.value()
    other = try fields.value()
    try fields.close()
  }
}

extension Linked: Equatable where Content: Equatable {}
extension Linked: Hashable where Content: Hashable {}
