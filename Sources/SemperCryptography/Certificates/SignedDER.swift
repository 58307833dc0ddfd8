import SwiftASN1

/// What X.509 and PKCS #10 have in common: a sequence of content, algorithm and a signature in a bit string.
enum SignedDER {
  /// Throws unless the signature's bit string has only whole bytes.
  ///
  /// The bits that pad it are covered by no signature, and swift-certificates ignores them: without this check two
  /// different texts would be one certificate.
  static func requireWholeSignature(_ der: [UInt8]) throws {
    let padding = try DER.sequence(DER.parse(der), identifier: .sequence) { parts in
      _ = try ASN1Any(derEncoded: &parts)
      _ = try ASN1Any(derEncoded: &parts)
      return try ASN1BitString(derEncoded: &parts).paddingBits
    }
    guard padding == 0 else { throw CryptographyError(.failed, "its signature is not whole bytes") }
  }
}
