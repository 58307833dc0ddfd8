public import SemperCoding
public import SemperCryptography

/// In a root's certificate, the digest of the key that will be the next root (extension hashedRoot, 2.23.42.7.0): a new root
/// that was announced this way by the old one can be taken up without asking anybody.
public struct HashedRoot: DERValue, Hashable {
  static let name = SETArc.certificateExtension(0)

  let next: CMSDigestedData

  init(next key: [UInt8]) { next = CMSDigestedData(SETArc.rootKeyThumb, of: key) }

  public var der: DERElement { next.der }
  public init(der: DERElement) throws(CodingError) { next = try CMSDigestedData(der: der) }

  /// Whether the old root has announced the new one's key.
  public static func announces(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    guard let old = try? ChainCertificate(der: old), let bytes = old.value(of: name),
      let announced = try? HashedRoot(derBytes: bytes), let new = try? ChainCertificate(der: new),
      case .signing(let key) = new.key
    else { return false }
    return announced == HashedRoot(next: key.canonicalBytes)
  }
}
