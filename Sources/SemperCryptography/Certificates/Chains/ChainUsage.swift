import X509

/// What the key of a certificate may be used for; exactly one of these.
public enum ChainUsage: Sendable, Hashable, CaseIterable {
  case signing, transport, certifying

  var bits: KeyUsage {
    switch self {
    case .signing: KeyUsage(digitalSignature: true)
    case .transport: KeyUsage(keyEncipherment: true, dataEncipherment: true)
    case .certifying: KeyUsage(keyCertSign: true, cRLSign: true)
    }
  }
}
