public import SemperCryptography
public import SemperModel

/// The keys of banks, mints and gateways that a judge believes.
public struct PaymentProviders: Sendable {
  public let keys: KeySet

  public init(_ keys: [PublicKey]) { self.keys = KeySet(keys) }

  /// Refuses (`untrusted`) a provider that is not believed.
  public func key(of provider: Thumbprint) throws(Refusal) -> PublicKey {
    guard let key = keys[provider] else {
      throw Refusal(.untrusted, blame: .us, "the provider \(provider) is not among those that are believed here")
    }
    return key
  }
}
