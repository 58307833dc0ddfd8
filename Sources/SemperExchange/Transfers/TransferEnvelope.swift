import SemperCoding
public import SemperCryptography
public import SemperModel

/// The key of a sealed package, sealed to one recipient (HPKE).
///
/// It names transfer, sender and recipient and authenticates the digest of the manifest, so that an envelope moved into
/// another transfer, or passed on as if the recipient had sent the package, does not open.
public enum TransferEnvelope {
  static let largest = 128

  public static func seal(
    _ key: TransferKey, in manifest: TransferManifest, for recipient: Thumbprint, to sealingKey: SealingPublicKey
  ) throws(CryptographyError) -> ByteString {
    ByteString(
      try sealingKey.seal(
        key.bytes, for: .transferEnvelope, context: context(manifest, recipient),
        authenticating: manifest.digest.bytes))
  }

  /// The key, if the envelope opens and holds the key that the manifest names.
  public static func open(
    _ envelope: ByteString, of manifest: TransferManifest, for recipient: Thumbprint, with key: SealingKey
  ) -> TransferKey? {
    guard
      let bytes = try? key.open(
        envelope.bytes, for: .transferEnvelope, context: context(manifest, recipient),
        authenticating: manifest.digest.bytes),
      let found = try? TransferKey(bytes: bytes), found.digest == manifest.key
    else { return nil }
    return found
  }

  private static func context(_ manifest: TransferManifest, _ recipient: Thumbprint) -> [UInt8] {
    let context: JSON = .fields([
      "recipient": recipient.json, "sender": manifest.sender.thumbprint.json, "transfer": manifest.id.json,
    ])
    return context.canonicalBytes
  }
}
