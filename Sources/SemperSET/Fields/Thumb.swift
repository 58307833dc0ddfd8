public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The digest of a certificate, by which both sides mean the same one.
public struct Thumb: DERValue, Hashable {
  public let digest: SemperModel.Digest

  public init(of certificate: [UInt8]) { digest = SemperModel.Digest(plain: certificate) }

  public var der: DERElement { .sequence([AlgorithmIdentifier.sha256.der, digest.der]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    let algorithm: AlgorithmIdentifier = try fields.value()
    digest = try fields.value()
    try fields.close()
    guard algorithm == .sha256 else { throw CodingError(.outOfRange, "certificates are named by their SHA-256") }
  }
}
