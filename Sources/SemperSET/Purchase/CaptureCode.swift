public import SemperCoding
public import SemperCryptography

/// What became of the capture of a payment. The names and numbers are SET's.
public enum CaptureCode: Int, DERValue, Hashable, CaseIterable {
  case success = 0
  case unspecifiedFailure
  case duplicateRequest
  case authExpired
  case authDataMissing
  case invalidAuthData
  case capTokenMissing
  case invalidCapToken
  case batchUnknown
  case batchClosed
  case unknownXID
  case unknownLID

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
