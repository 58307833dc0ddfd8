public import SemperCoding
public import SemperCryptography

/// One alternative of a CHOICE where SET has several and profile 2 only one: the others are refused.
public struct Alternative<Place: AlternativePlace, Content: DERValue>: DERValue {
  public let content: Content

  init(_ content: Content) { self.content = content }

  public var der: DERElement { content.der.explicit(Place.number) }

  public init(der: DERElement) throws(CodingError) {
    guard der.tag == .context(Place.number), case .constructed(let inner) = der.content, inner.count == 1 else {
      throw CodingError(.unknownMember, "this alternative is not part of profile 2")
    }
    content = try Content(der: inner[0])
  }
}

/// The number of an alternative.
public protocol AlternativePlace: Sendable {
  static var number: Int { get }
}

public enum First: AlternativePlace { public static var number: Int { 0 } }
public enum Second: AlternativePlace { public static var number: Int { 1 } }
