public import SemperModel

/// The key that a certificate of a hierarchy is for: one that signs, or one that secrets are encrypted to.
public enum ChainKey: Sendable, Hashable {
  case signing(PublicKey)
  case transport(TransportPublicKey)
}
