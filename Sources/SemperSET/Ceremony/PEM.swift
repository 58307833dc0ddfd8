import Foundation
public import SemperCryptography
import SemperModel

/// Certificates and keys as text (RFC 7468), as `openssl` reads them.
public enum PEM {
  public static func certificate(_ der: [UInt8]) -> String { text("CERTIFICATE", der) }

  /// PKCS #1.
  public static func key(_ key: TransportKey) -> String { text("RSA PRIVATE KEY", key.derRepresentation) }

  /// SEC 1 (RFC 5915). Throws for a key that is not on P-256.
  public static func key(_ key: SigningKey) throws(CryptographyError) -> String {
    let point = try key.publicKey.uncompressedPoint
    let curve = OID([1, 2, 840, 10045, 3, 1, 7]).der.explicit(0)
    let bits = DERElement(.bitString, .primitive([0] + point)).explicit(1)
    return text(
      "EC PRIVATE KEY", DERElement.sequence([1.der, ByteString(key.rawRepresentation).der, curve, bits]).encoded)
  }

  private static func text(_ label: String, _ der: [UInt8]) -> String {
    let body = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
    return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
  }
}
