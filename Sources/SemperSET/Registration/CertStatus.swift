public import SemperCoding
public import SemperCryptography

/// What became of a request for a certificate. The names and numbers are SET's.
public enum CertStatus: Int, DERValue, Hashable, CaseIterable {
  case requestComplete = 1
  case invalidLanguage
  case invalidBIN
  case sigValidationFail
  case decryptionError
  case requestInProgress
  case rejectedByIssuer
  case requestPended
  case rejectedByAquirer
  case regFormAnswerMalformed
  case rejectedByCA
  case unableToEncrypt

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
