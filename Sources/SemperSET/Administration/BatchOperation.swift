public import SemperCoding
public import SemperCryptography

/// What to do with a batch. The names and numbers are SET's.
public enum BatchOperation: Int, DERValue, Hashable, CaseIterable {
  case open = 0
  case purge
  case close

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
