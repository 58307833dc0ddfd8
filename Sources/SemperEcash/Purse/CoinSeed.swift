import SemperCoding
import SemperCryptography
import SemperModel

/// The secret that all coins of a purse come from. Whoever has it has the money.
struct CoinSeed: Sendable, Discreet {
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

  /// The private key of one of a refresh's candidates.
  func transferKey(_ refresh: ID<Operation>, _ candidate: Int) -> SigningKey {
    KeyDerivation.signingKey(
      from: bytes, for: .refreshTransfer, context: refresh.bytes + [UInt8(truncatingIfNeeded: candidate)])
  }

  private func link(_ origin: RefreshOrigin) throws(CryptographyError) -> RefreshLink {
    try RefreshLink(transfer: transferKey(origin.operation, origin.candidate), coin: origin.coin)
  }

  func spendingKey(_ slot: CoinSlot) throws(CryptographyError) -> SigningKey {
    if let origin = slot.origin { return try link(origin).spendingKey(slot.counter, under: slot.key) }
    return KeyDerivation.signingKey(from: bytes, for: .coinKey, context: slot.context)
  }

  /// What a coin's blinding factor comes from. Shown only to get the value of a coin under a revoked key back.
  func blinding(_ slot: CoinSlot) throws(CryptographyError) -> [UInt8] {
    if let origin = slot.origin { return try link(origin).blinding(slot.counter, under: slot.key) }
    return KeyDerivation.bytes(from: bytes, for: .blinding, context: slot.context)
  }

  func blank(_ slot: CoinSlot, under key: BlindingKey) throws(CryptographyError) -> Blank {
    let digest = Coin.digest(key: slot.key, owner: try spendingKey(slot).thumbprint, seal: slot.seal)
    let blinded = try key.blind(digest.bytes, seed: try blinding(slot))
    return Blank(
      slot: slot, output: BlindedOutput(key: slot.key, blinded: blinded.bytes), unblinder: blinded.unblinder)
  }

  /// The coin as it is shown to the mint, with the key that spends it.
  func open(_ coin: PurseCoin) throws(CryptographyError) -> (coin: Coin, key: SigningKey) {
    let key = try spendingKey(coin.slot)
    return (Coin(key: coin.slot.key, spend: key.publicKey, signature: coin.signature.bytes, seal: coin.slot.seal), key)
  }
}
