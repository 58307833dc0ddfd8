public import SemperCoding
public import SemperModel

/// Who has signed a CMS object: the holder of a certificate, or, where there is none yet, of a key.
public enum CMSSigner: DERValue, Hashable {
  case certificate(IssuerAndSerial)
  /// The leftmost 160 bits of the SHA-256 of the key (RFC 7093, section 2, method 1).
  case key([UInt8])

  /// The holder of a key that nobody has certified yet.
  public static func holder(of key: PublicKey) -> CMSSigner { .key(Array(Digest(plain: key.point).bytes.prefix(20))) }

  /// The version that SignerInfo has for this kind of name.
  var version: Int {
    switch self {
    case .certificate: 1
    case .key: 3
    }
  }

  public var der: DERElement {
    switch self {
    case .certificate(let name): name.der
    case .key(let identifier): ByteString(identifier).der.implicit(0)
    }
  }

  public init(der: DERElement) throws(CodingError) {
    if der.tag == .sequence {
      self = .certificate(try IssuerAndSerial(der: der))
    } else {
      let identifier = try der.bytes(of: .context(0))
      guard identifier.count == 20 else { throw CodingError(.wrongForm, "a key identifier has 20 bytes") }
      self = .key(identifier)
    }
  }
}

extension PublicKey {
  /// The point as certificates and requests write it. Throws for a key that is not on P-256.
  public var uncompressedPoint: [UInt8] {
    get throws(CryptographyError) {
      guard case .p256 = self else { throw CryptographyError(.invalidKey, "this is not a P-256 key") }
      return point
    }
  }

  /// The key as a bit string holds it: for P-256 the uncompressed point, for Ed25519 its 32 bytes.
  var point: [UInt8] {
    switch self {
    case .p256(let x, let y): [0x04] + x + y
    case .ed25519(let x): x
    }
  }
}
