import SemperCommerce
public import SemperCryptography
public import SemperModel

/// The keys of a wallet, all derived from its seed: for each deal a signing key, a refund key and a reply key of its own,
/// so that no two deals can be linked, and nothing but the seed has to be kept.
public struct WalletKeys: Sendable, Discreet {
  private let seed: [UInt8]

  public init(seed: [UInt8]) { self.seed = seed }

  /// The key of the wallet's account at the bank, the only one that the bank knows.
  public var account: SigningKey {
    KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array("account".utf8))
  }

  /// What the purse derives its coins from.
  public var purse: [UInt8] {
    KeyDerivation.bytes(from: seed, for: .dealKey, context: Array("purse".utf8))
  }

  /// What the payment manager derives its keys from.
  public var payments: [UInt8] {
    KeyDerivation.bytes(from: seed, for: .dealKey, context: Array("payments".utf8))
  }

  /// The key of the account that a card draws on, another than the first bank knows.
  var cardAccount: SigningKey {
    KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array("card account".utf8))
  }

  /// The key that is certified for a card.
  var card: SigningKey { KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array("card".utf8)) }

  /// What the wallet's card is sealed to while nobody uses it.
  func cardCase() throws(CryptographyError) -> SealingKey {
    try SealingKey(
      rawRepresentation: KeyDerivation.bytes(from: seed, for: .dealKey, context: Array("card case".utf8)))
  }

  /// Holds a credential that is issued outside of deals; each has a number of its own.
  func holder(_ number: Int) -> SigningKey {
    KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array("holder \(number)".utf8))
  }

  public func signing(_ deal: ID<Deal>) -> SigningKey { key("statements", deal) }
  public func refund(_ deal: ID<Deal>) -> SigningKey { key("refund", deal) }

  public func reply(_ deal: ID<Deal>) throws(CryptographyError) -> SealingKey {
    try SealingKey(
      rawRepresentation: KeyDerivation.bytes(
        from: seed, for: .dealKey, context: Array("reply".utf8) + deal.bytes))
  }

  private func key(_ use: String, _ deal: ID<Deal>) -> SigningKey {
    KeyDerivation.signingKey(from: seed, for: .dealKey, context: Array(use.utf8) + deal.bytes)
  }
}
