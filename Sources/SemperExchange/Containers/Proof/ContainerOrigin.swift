public import SemperCryptography
public import SemperModel

/// Where a verified container comes from, as far as that was shown.
public enum ContainerOrigin: Hashable, Sendable {
  /// Nobody has shown anything about the sender.
  case unproven
  /// From the holder of this key, as the receiver knows and cannot prove.
  case tagged(SealingPublicKey)
  /// From the holder of this key, as anybody can verify.
  case signed(PublicKey)
  /// From this organisation, says an authority that the policy trusts.
  case certified(CertifiedIdentity)
}
