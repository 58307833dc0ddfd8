public import SemperCryptography

/// The private keys that one side uses in one deal.
public struct DealKeys: Sendable {
  /// Signs statements of the deal and messages of the exchange.
  public let signing: SigningKey
  /// Opens what the arbiter seals to us.
  public let reply: SealingKey

  public init(signing: SigningKey, reply: SealingKey) {
    self.signing = signing
    self.reply = reply
  }
}
