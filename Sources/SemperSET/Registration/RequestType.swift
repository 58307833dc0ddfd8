public import SemperCoding
public import SemperCryptography

/// Who wants which certificate. The names and numbers are SET's.
public enum RequestType: Int, DERValue, Hashable, CaseIterable {
  case cardInitialSig = 1
  case merInitialSig = 4
  case merInitialEnc
  case merInitialBoth
  case pgwyInitialSig
  case pgwyInitialEnc
  case pgwyInitialBoth
  case cardRenewalSig
  case merRenewalSig = 13
  case merRenewalEnc
  case merRenewalBoth
  case pgwyRenewalSig
  case pgwyRenewalEnc
  case pgwyRenewalBoth

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
