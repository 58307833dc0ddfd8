public import SemperModel
public import SemperPayments

extension WalletPayments {
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
