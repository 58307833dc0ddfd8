import SemperArchiveSQLite
public import SemperModel
public import SemperPreferences

extension WalletHome {
  /// What this wallet may spend, as its owner has set it.
  public func limits() throws -> SpendingPolicy { try WalletFiles(home: home.path).limits() }

  /// Sets what this wallet may spend from its next opening on; what is not named stays. Refuses a sum without a question that is above the
  /// limit, and another currency than that of its bank.
  public func setLimits(withoutAsking: Money?, atMost: Money?) throws -> SpendingPolicy {
    let before = try limits()
    let after = SpendingPolicy(
      withoutAsking: withoutAsking ?? before.withoutAsking, atMost: atMost ?? before.atMost)
    guard after.withoutAsking.currency == before.atMost.currency, after.atMost.currency == before.atMost.currency,
      after.withoutAsking.minorUnits >= 0, after.atMost.minorUnits > 0,
      after.withoutAsking.minorUnits <= after.atMost.minorUnits
    else { throw WalletError(.notPossible, .errorLimits) }
    try WalletFiles(home: home.path).put(after)
    return after
  }
}
