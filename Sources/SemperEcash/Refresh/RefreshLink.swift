public import SemperCryptography
public import SemperModel

/// What ties the coins of a refresh to the coin that they are made from (Taler's "link").
///
/// It comes from the old coin's key and a transfer key, by agreement, so both who knows the transfer key and who ever held the
/// old coin can compute it, and from it the new coins' spending keys and blinding factors. Coins that are refreshed therefore
/// stay within reach of whoever held the old one: passing them on to somebody else unseen is worth nothing to that person.
public struct RefreshLink: Sendable, Discreet {
  private let secret: [UInt8]

  /// As the one sees it who refreshes, and the mint for the candidates that are opened to it.
  ///
  /// Throws `CryptographyError(.invalidKey)` when the coin's key is not on P-256.
  public init(transfer: SigningKey, coin: PublicKey) throws(CryptographyError) {
    secret = try transfer.agreed(with: coin)
  }

  /// As a holder of the old coin sees it, later.
  public init(coin: SigningKey, transfer: PublicKey) throws(CryptographyError) {
    secret = try coin.agreed(with: transfer)
  }

  public func spendingKey(_ place: Int, under key: Digest) -> SigningKey {
    KeyDerivation.signingKey(from: secret, for: .refreshLink, context: Self.context(place, key))
  }

  /// What a new coin's blinding factor comes from.
  public func blinding(_ place: Int, under key: Digest) -> [UInt8] {
    KeyDerivation.bytes(from: secret, for: .refreshBlinding, context: Self.context(place, key))
  }

  /// The new coin at a place, blinded.
  public func blinded(_ place: Int, under key: BlindingKey) throws(CryptographyError) -> BlindedMessage {
    let digest = Coin.digest(key: key.id, owner: spendingKey(place, under: key.id).thumbprint)
    return try key.blind(digest.bytes, seed: blinding(place, under: key.id))
  }

  /// New coins as the mint is to sign them, in their order.
  func outputs(under keys: [BlindingKey]) throws(CryptographyError) -> [BlindedOutput] {
    var outputs = [BlindedOutput]()
    for (place, key) in keys.enumerated() {
      outputs.append(BlindedOutput(key: key.id, blinded: try blinded(place, under: key).bytes))
    }
    return outputs
  }

  private static func context(_ place: Int, _ key: Digest) -> [UInt8] {
    key.bytes + withUnsafeBytes(of: UInt64(place).bigEndian) { Array($0) }
  }
}
