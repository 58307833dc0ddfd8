public import SemperCoding
import SwiftASN1

/// One element of a DER encoding (X.690) with all that it holds.
public struct DERElement: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case primitive([UInt8])
    case constructed([DERElement])
  }

  public let tag: DERTag
  public let content: Content

  public init(_ tag: DERTag, _ content: Content) {
    self.tag = tag
    self.content = content
  }

  /// One element and nothing behind it, in the one way that DER allows. Lengths are limited before anything is parsed.
  ///
  /// What only a value can know (the shortest integer, the order of a set) is checked where values are read:
  /// `DERValue.init(derBytes:)` writes them again and compares.
  public init(_ bytes: [UInt8], largest: Int = 1 << 20) throws(CodingError) {
    guard bytes.count <= largest else { throw CodingError(.tooLarge, "at most \(largest) bytes are accepted here") }
    let node: ASN1Node
    do { node = try DER.parse(bytes) } catch { throw CodingError(.malformed, "this is not DER") }
    try self.init(node)
    guard encoded == bytes else { throw CodingError(.notCanonical, "this is not the one DER form") }
  }

  private init(_ node: ASN1Node) throws(CodingError) {
    guard let number = Int(exactly: node.identifier.tagNumber) else {
      throw CodingError(.outOfRange, "the tag is out of range")
    }
    switch node.identifier.tagClass {
    case .universal: tag = DERTag(space: .universal, number: number)
    case .contextSpecific: tag = .context(number)
    case .application, .private: throw CodingError(.unknownMember, "application tags are not used here")
    }
    switch node.content {
    case .primitive(let bytes): content = .primitive(Array(bytes))
    case .constructed(let nodes):
      var elements = [DERElement]()
      for node in nodes { elements.append(try DERElement(node)) }
      content = .constructed(elements)
    }
  }

  /// The DER bytes.
  public var encoded: [UInt8] { DERWriter(self).bytes }
}
