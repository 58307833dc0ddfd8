public import SemperModel
public import SemperPayments

extension WalletPayments {
  /// Turns money of the account into money of the purse of this system, and tells what that holds then.
  ///
  /// Throws `WalletError` for a system that there is no purse for, or whose purse holds no money itself.
  public func fill(_ system: String, with amount: Money) async throws -> Money {
    _ = try preferences(paying: system)
    let purses = manager.purses.filter { $0.paymentClass == .cashLike }
    guard let purse = purses.first(where: { $0.scheme.name == system }) else {
      throw WalletError(
        .notPossible, .errorNotFilled,
        ["system": String(system.prefix(64)), "known": purses.map(\.scheme.name).sorted().joined(separator: ", ")])
    }
    try await withdraw(amount, into: purse.id)
    return try await manager.balance(of: purse.id).available
  }

  /// Turns money of the account into money of a purse: coins, or value on a chip card. Returns when it is there, and throws why it is not.
  public func withdraw(_ amount: Money, into purse: PurseID) async throws {
    var generator = SystemRandomNumberGenerator()
    let key = IdempotencyKey(Nonce(using: &generator))
    let end = try await running { manager in
      try await manager.outcome(of: manager.withdraw(amount, into: purse, key: key))
    }
    guard end.state == .settled else {
      throw end.refusal ?? Refusal(.unavailable, blame: .undetermined, "the withdrawal was not carried out")
    }
  }
}
