import SemperCoding
import SemperCryptography
import SemperModel

/// The secret that all coins of a purse come from. Whoever has it has the money.
struct CoinSeed: Sendable {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    precondition(bytes.count >= 32, "a seed has at least 32 bytes")
    self.bytes = bytes
  }

  /// A coin in the making, with what turns the mint's answer into its signature.
  struct Blank: Sendable {
    let slot: CoinSlot
    let output: BlindedOutput
    let unblinder: Unblinder
  }

  func spendingKey(_ slot: CoinSlot) -> SigningKey {
    KeyDerivation.signingKey(from: bytes, for: .coinKey, context: slot.context)
  }

  /// What a coin's blinding factor comes from. Shown only to get the value of a coin under a revoked key back.
  func blinding(_ slot: CoinSlot) -> [UInt8] {
    KeyDerivation.bytes(from: bytes, for: .blinding, context: slot.context)
  }

  func blank(_ slot: CoinSlot, under key: BlindingKey) throws(CryptographyError) -> Blank {
    let digest = Coin.digest(key: slot.key, owner: spendingKey(slot).thumbprint)
    let blinded = try key.blind(digest.bytes, seed: blinding(slot))
    return Blank(
      slot: slot, output: BlindedOutput(key: slot.key, blinded: blinded.bytes), unblinder: blinded.unblinder)
  }

  /// The coin as it is shown to the mint, with the key that spends it.
  func open(_ coin: PurseCoin) -> (coin: Coin, key: SigningKey) {
    let key = spendingKey(coin.slot)
    return (Coin(key: coin.slot.key, spend: key.publicKey, signature: coin.signature.bytes), key)
  }
}
