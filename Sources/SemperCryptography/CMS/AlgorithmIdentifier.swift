public import SemperCoding
import SemperModel

/// An algorithm with its parameters (RFC 5280, section 4.1.1.2). The few that are used here are constants, and what comes in
/// is compared with them: there is no choice of algorithm on the wire.
public struct AlgorithmIdentifier: DERValue, Hashable {
  public let name: OID
  public let parameters: DERElement?

  public init(_ name: OID, _ parameters: DERElement? = nil) {
    self.name = name
    self.parameters = parameters
  }

  public static let sha256 = AlgorithmIdentifier(OID([2, 16, 840, 1, 101, 3, 4, 2, 1]))
  public static let ecdsaSHA256 = AlgorithmIdentifier(OID([1, 2, 840, 10045, 4, 3, 2]))

  /// RSAES-OAEP with SHA-256 for both the label and the mask (RFC 4055, section 4.1).
  public static let oaepSHA256: AlgorithmIdentifier = {
    let hash = AlgorithmIdentifier(OID([2, 16, 840, 1, 101, 3, 4, 2, 1]), .null)
    let mask = AlgorithmIdentifier(OID([1, 2, 840, 113_549, 1, 1, 8]), hash.der)
    return AlgorithmIdentifier(
      OID([1, 2, 840, 113_549, 1, 1, 7]), .sequence([hash.der.explicit(0), mask.der.explicit(1)]))
  }()

  /// AES-256 in Galois/Counter Mode with a tag of 16 bytes (RFC 5084, section 3.2).
  public static func aes256GCM(nonce: [UInt8]) -> AlgorithmIdentifier {
    AlgorithmIdentifier(aes256GCMName, .sequence([ByteString(nonce).der, Int(16).der]))
  }

  static let aes256GCMName = OID([2, 16, 840, 1, 101, 3, 4, 1, 46])

  /// The nonce, if this is AES-256-GCM with exactly the parameters that `aes256GCM` writes.
  var gcmNonce: [UInt8]? {
    guard name == Self.aes256GCMName, let parameters, var reader = try? DERReader(parameters),
      let nonce = try? reader.value(ByteString.self).bytes, nonce.count == 12, self == .aes256GCM(nonce: nonce)
    else { return nil }
    return nonce
  }

  public var der: DERElement { .sequence([name.der, parameters]) }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    name = try fields.value()
    parameters = try fields.last()
    try fields.close()
  }
}
