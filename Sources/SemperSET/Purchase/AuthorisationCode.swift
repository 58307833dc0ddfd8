public import SemperCoding
public import SemperCryptography

/// What the issuer said to a payment. The names and numbers are SET's.
public enum AuthorisationCode: Int, DERValue, Hashable, CaseIterable {
  case approved = 0
  case unspecifiedFailure
  case declined
  case noReply
  case callIssuer
  case amountError
  case expiredCard
  case invalidTransaction
  case systemError
  case piPreviouslyUsed
  case recurringTooSoon
  case recurringExpired
  case piAuthMismatch
  case installRecurMismatch
  case captureNotSupported
  case signatureRequired
  case cardMerchBrandMismatch

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
