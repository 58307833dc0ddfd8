import SemperArchive
import SemperEngine
public import SemperModel

extension EcashPurse {
  /// Exchanges all coins under keys that the mint has revoked for fresh ones; gives what they are worth. The newest key list is
  /// fetched for it. May be repeated.
  @discardableResult
  public func recoup() async throws -> Money {
    try await renewAll { key, now in key.isRevoked(at: now) }
  }

  /// Exchanges all coins under keys that give out no coins any more, because their time to be withdrawn is over or the mint has revoked
  /// them, for fresh ones under the newest list; gives what they are worth. What is fresh is not exchanged again, so it may be repeated.
  @discardableResult
  public func exchange() async throws -> Money {
    try await renewAll { key, now in
      key.isRevoked(at: now) || (key.isSpendable(at: now) && key.withdrawEnd <= now)
    }
  }

  /// Whether it holds coins that are worth nothing before they have been exchanged, as far as it knows the mint's list.
  public func needsRecoup() async throws -> Bool {
    try await !coins(mintKeys(), time.now()) { key, now in key.isRevoked(at: now) }.isEmpty
  }

  private func renewAll(_ isOld: (DenominationKey, Timestamp) -> Bool) async throws -> Money {
    let now = await time.now()
    let keys = try await keyLists.refreshed(client, records, now: now)
    let coins = try await coins(keys, now, isOld)
    return Money(minorUnits: try await renewAll(coins, keys, now), keys.currency)
  }

  private func coins(
    _ keys: MintKeys, _ now: Timestamp, _ isMeant: (DenominationKey, Timestamp) -> Bool
  ) async throws -> [PurseCoin] {
    try await records.read { try PurseBook.freeCoins($0) }.filter { coin in
      keys[coin.slot.key].map { isMeant($0, now) } ?? false
    }
  }
}
