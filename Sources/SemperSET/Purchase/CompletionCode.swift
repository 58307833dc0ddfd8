public import SemperCoding
public import SemperCryptography

/// How far a purchase has come. The names and numbers are SET's.
public enum CompletionCode: Int, DERValue, Hashable, CaseIterable {
  case meaninglessRatio = 0
  case orderRejected = 1
  case orderReceived = 2
  case orderNotReceived = 3
  case authorizationPerformed = 4
  case capturePerformed = 5
  case creditPerformed = 6

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
