public import SemperCoding
public import SemperCryptography

/// Why a message was not processed, as the Error message says it. The names and numbers are SET's.
public enum ErrorCode: Int, DERValue, Hashable, CaseIterable {
  case unspecifiedFailure = 1
  case messageNotSupported
  case decodingFailure
  case invalidCertificate
  case expiredCertificate
  case revokedCertificate
  case missingCertificate
  case signatureFailure
  case badMessageHeader
  case wrapperMsgMismatch
  case versionTooOld
  case versionTooNew
  case unrecognizedExtension
  case messageTooBig
  case signatureRequired
  case messageTooOld
  case messageTooNew
  case thumbsMismatch
  case unknownRRPID
  case unknownXID
  case unknownLID
  case challengeMismatch

  /// Whether a request that was refused for it stays refused. One of an hour to come is good in that hour, and a name that was used is
  /// the request's own where somebody has brought it before.
  var isFinal: Bool { self != .messageTooNew && self != .unknownRRPID }

  public static var derTag: DERTag { .enumerated }
  public var der: DERElement { DERElement(.enumerated, rawValue.der.content) }

  public init(der: DERElement) throws(CodingError) {
    let number = try Int(der: DERElement(.integer, .primitive(der.bytes(of: .enumerated))))
    guard let known = Self(rawValue: number) else { throw CodingError(.outOfRange, "the code \(number) is not known") }
    self = known
  }
}
