public import SemperCoding
public import SemperCryptography

/// What became of a reversal or a credit. The names and numbers are SET's.
public enum ReversalCode: Int, DERValue, Hashable, CaseIterable {
  case approved = 0
  case unspecifiedFailure
  case duplicateRequest
  case originalProcessed
  case originalNotFound
  case capPurged
  case missingCapData
  case missingCapToken
  case invalidCapToken
  case batchUnknown
  case batchClosed

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
