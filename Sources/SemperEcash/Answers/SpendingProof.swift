public import SemperCryptography
public import SemperModel

/// The earlier request that spent a coin, signed by that coin's own key: whoever holds the key made it, so a double spend is
/// proven and not only claimed by the mint.
public struct SpendingProof: Sendable {
  public let spent: MintRefusal.Spent
  public let earlier: SignedStatement

  /// Checks that the request is the one the mint names, spends the coin, and is signed by the coin's key.
  ///
  /// Anybody can check this; nothing but the statements is needed.
  public init(
    _ spent: MintRefusal.Spent, among requests: [SignedStatement], refused: Digest
  ) throws(Refusal) {
    let missing = Refusal(
      .proofInvalid, blame: .provider, "the mint says that a coin was spent before but does not prove it")
    guard let earlier = requests.first(where: { $0.digest == spent.request }), earlier.digest != refused else {
      throw missing
    }
    let order = try MintOrder(verifying: earlier)
    guard order.request.header.operation == spent.operation,
      order.request.inputs.contains(where: { $0.digest == spent.coin })
    else { throw missing }
    self.spent = spent
    self.earlier = earlier
  }
}
