public import SemperModel

/// A message made unreadable for its signer, and what makes the signer's answer a signature over it.
public struct BlindedMessage: Sendable {
  /// What the signer gets. Uniformly distributed, whatever the message.
  public let bytes: [UInt8]
  public let unblinder: Unblinder

  /// What the signer remembers that it signed.
  public static func digest(of blinded: [UInt8], under key: Digest) -> Digest {
    Digest(of: key.bytes + blinded, for: .blindedMessage)
  }
}
