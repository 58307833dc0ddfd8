public import SemperCoding

/// A value with one DER form.
public protocol DERValue: Sendable {
  /// The tag that the value has where no other is assigned: what an IMPLICIT tag replaces.
  static var derTag: DERTag { get }
  var der: DERElement { get }
  init(der: DERElement) throws(CodingError)
}

extension DERValue {
  public static var derTag: DERTag { .sequence }
  public var derBytes: [UInt8] { der.encoded }

  /// From bytes of anybody. The value is written again and must give the same bytes, so that one meaning has one form.
  public init(derBytes bytes: [UInt8], largest: Int = 1 << 20) throws(CodingError) {
    try self.init(der: DERElement(bytes, largest: largest))
    guard derBytes == bytes else { throw CodingError(.notCanonical, "this is not the one DER form") }
  }
}

extension DERElement: DERValue {
  public var der: DERElement { self }
  public init(der: DERElement) { self = der }

  /// The bytes of a primitive element with this tag.
  public func bytes(of tag: DERTag) throws(CodingError) -> [UInt8] {
    guard self.tag == tag, case .primitive(let bytes) = content else {
      throw CodingError(.wrongType, "another type of field is expected")
    }
    return bytes
  }
}

extension Array: DERValue where Element: DERValue {
  public var der: DERElement { .sequence(map(\.der)) }
  public init(der: DERElement) throws(CodingError) {
    var reader = try DERReader(der)
    self = []
    while reader.hasNext { append(try reader.value()) }
  }
}
