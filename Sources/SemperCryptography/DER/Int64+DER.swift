public import SemperCoding
public import SemperModel

extension Int64: DERValue {
  public static var derTag: DERTag { .integer }

  public var der: DERElement {
    var bytes = withUnsafeBytes(of: bigEndian) { Array($0) }
    while bytes.count > 1, bytes[0] == 0 && bytes[1] < 0x80 || bytes[0] == 0xFF && bytes[1] >= 0x80 {
      bytes.removeFirst()
    }
    return DERElement(.integer, .primitive(bytes))
  }

  public init(der: DERElement) throws(CodingError) {
    let bytes = try der.bytes(of: .integer)
    guard let first = bytes.first, bytes.count <= 8 else {
      throw CodingError(.outOfRange, "the number is out of range")
    }
    self = bytes.reduce(first >= 0x80 ? -1 : 0) { $0 << 8 | Int64($1) }
  }
}

extension Int: DERValue {
  public static var derTag: DERTag { .integer }
  public var der: DERElement { Int64(self).der }
  public init(der: DERElement) throws(CodingError) { self = Int(try Int64(der: der)) }
}

extension Bool: DERValue {
  public static var derTag: DERTag { .boolean }
  public var der: DERElement { DERElement(.boolean, .primitive([self ? 0xFF : 0])) }
  public init(der: DERElement) throws(CodingError) {
    switch try der.bytes(of: .boolean) {
    case [0xFF]: self = true
    case [0]: self = false
    default: throw CodingError(.notCanonical, "a boolean is 00 or FF")
    }
  }
}

extension ByteString: DERValue {
  public static var derTag: DERTag { .octetString }
  public var der: DERElement { DERElement(.octetString, .primitive(bytes)) }
  public init(der: DERElement) throws(CodingError) { self.init(try der.bytes(of: .octetString)) }
}

extension SemperModel.Digest: DERValue {
  public static var derTag: DERTag { .octetString }
  public var der: DERElement { ByteString(bytes).der }
  public init(der: DERElement) throws(CodingError) { try self.init(bytes: ByteString(der: der).bytes) }
}

/// GeneralizedTime in UTC, to the second: `20261126193000Z`.
extension Timestamp: DERValue {
  public static var derTag: DERTag { .generalizedTime }
  public var der: DERElement {
    DERElement(.generalizedTime, .primitive(description.utf8.filter { (0x30...0x39).contains($0) || $0 == 0x5A }))
  }

  public init(der: DERElement) throws(CodingError) {
    let text = String(decoding: try der.bytes(of: .generalizedTime), as: UTF8.self)
    let digits = Array(text)
    guard digits.count == 15 else { throw CodingError(.wrongForm, "a time is written 20261126193000Z") }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    try self.init(
      text: part(0..<4) + "-" + part(4..<6) + "-" + part(6..<8) + "T" + part(8..<10) + ":" + part(10..<12) + ":"
        + part(12..<15))
  }
}
