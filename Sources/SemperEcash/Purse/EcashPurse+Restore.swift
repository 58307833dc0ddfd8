import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
public import SemperModel

extension EcashPurse {
  private static let emptyBatches = 3
  private static let emptyDevices = 3
  static let mostInSwap = 40

  /// Finds all coins again from the seed alone and swaps them at once for fresh ones; gives what they are worth.
  ///
  /// For each device that ever used the seed, and each key, the mint is asked for the coins of 100 counters at a time, until
  /// three batches in a row are empty. Coins of devices that are still in use are taken from them; they learn it by a
  /// double spend. This purse becomes a device of its own. The mint is not asked which coins are unspent, which would tie them
  /// together: those that were spent show when they are swapped. May be repeated.
  @discardableResult
  public func restore() async throws -> Money {
    let keys = try await mintKeys()
    let now = await time.now()
    var found = [PurseCoin]()
    let live = keys.list.content.keys.filter { now < $0.spendEnd }
    var (device, empty) = (0, 0)
    while empty < Self.emptyDevices {
      if try await hasIssued(device, under: live) {
        for key in live { found += try await find(under: key, of: device) }
        empty = 0
      } else {
        empty += 1
      }
      device += 1
    }
    try await takePlace(device - Self.emptyDevices)
    let held = try await records.read { reader in
      Set(try (PurseBook.openOrders(reader).flatMap(\.inputs) + PurseBook.freeCoins(reader)).map(\.slot))
    }
    found = found.filter { !held.contains($0.slot) }
    return Money(minorUnits: try await renewAll(found, keys, now), keys.currency)
  }

  /// Exchanges coins for fresh ones, as many at a time as a request may hold; gives what they are worth. Those that a wallet with
  /// this seed has refreshed are followed to what became of them.
  func renewAll(_ coins: [PurseCoin], _ keys: MintKeys, _ now: Timestamp) async throws -> Int64 {
    var worth: Int64 = 0
    var waiting = coins
    while !waiting.isEmpty {
      let revoked = waiting.filter { keys[$0.slot.key]?.isRevoked(at: now) == true }
      let genuine = waiting.filter { keys[$0.slot.key]?.isRevoked(at: now) != true }
      waiting = []
      for (coins, purpose) in [(genuine, PurseOrder.Purpose.swap), (revoked, .recoup)] {
        for start in stride(from: 0, to: coins.count, by: Self.mostInSwap) {
          let batch = Array(coins[start..<min(start + Self.mostInSwap, coins.count)])
          let (made, gone) = try await renew(batch, keys, purpose)
          worth += made
          for coin in gone { waiting += try await followed(coin) }
        }
      }
    }
    return worth
  }

  private func find(under key: DenominationKey, of device: Int) async throws -> [PurseCoin] {
    var found = [PurseCoin]()
    var (counter, empty) = (0, 0)
    while empty < Self.emptyBatches {
      let blanks = try (counter..<counter + MintLimits.restore).map {
        let slot = CoinSlot(key: key.id, counter: $0, denomination: key.denomination, device: device)
        return try seed.blank(slot, under: key.key)
      }
      let answer = try await client.restore(RestoreRequest(outputs: blanks.map(\.output)))
      for hit in answer.found {
        guard blanks.indices.contains(hit.index) else {
          throw MintFailure(.misbehaved, "the mint found a coin that was not asked for", refusal: nil)
        }
        let blank = blanks[hit.index]
        found.append(PurseCoin(slot: blank.slot, signature: try blank.unblinder.unblind(hit.signature.bytes)))
      }
      empty = answer.found.isEmpty ? empty + 1 : 0
      counter += MintLimits.restore
    }
    // Slots that were ever used must not be used again, be their coins spent or not.
    if let last = found.map(\.slot.counter).max() {
      try await records.transact { transaction in
        let book = PurseBook(transaction: transaction)
        if try book.counter(of: key.id, device) <= last { try book.setCounter(of: key.id, device, to: last + 1) }
      }
    }
    return found
  }

  /// Exchanges coins for fresh ones, leaving out those that the mint proves to be spent.
  private func renew(
    _ coins: [PurseCoin], _ keys: MintKeys, _ purpose: PurseOrder.Purpose
  ) async throws -> (worth: Int64, gone: [PurseCoin]) {
    if purpose == .swap, keys.list.content.change == .refresh { return try await refreshed(coins, keys) }
    var coins = coins
    var gone = [PurseCoin]()
    while !coins.isEmpty {
      let fees = purpose == .recoup ? 0 : coins.reduce(0) { $0 + Self.fee(of: $1, keys) }
      let amount = Money(minorUnits: coins.reduce(0) { $0 + $1.units } - fees, keys.currency)
      let spending = coins
      do {
        _ = try await carryOutMovingAside {
          try await open(purpose, amount, details: OrderDetails(renews: true), spending: spending)
        }
        return (amount.minorUnits, gone)
      } catch let refusal as Refusal where refusal.code == .doubleSpend {
        let free = try await records.read { Set(try PurseBook.freeCoins($0).map(\.slot)) }
        gone += coins.filter { !free.contains($0.slot) }
        coins = coins.filter { free.contains($0.slot) }
      }
    }
    return (0, gone)
  }

  /// What the mint asks for exchanging a coin.
  static func fee(of coin: PurseCoin, _ keys: MintKeys) -> Int64 { keys[coin.slot.key]?.fees.refresh ?? 0 }

  /// The same where coins are exchanged by refresh only: one by one.
  private func refreshed(_ coins: [PurseCoin], _ keys: MintKeys) async throws -> (worth: Int64, gone: [PurseCoin]) {
    var worth: Int64 = 0
    var gone = [PurseCoin]()
    for coin in coins {
      do {
        worth += try await refresh(coin, into: [coin.units - Self.fee(of: coin, keys)], renews: true)
      } catch let refusal as Refusal where refusal.code == .doubleSpend {
        gone.append(coin)
      }
    }
    return (worth, gone)
  }

  /// What a wallet with this seed has made of a coin that is spent, if it refreshed it.
  private func followed(_ coin: PurseCoin) async throws -> [PurseCoin] {
    let digest = try seed.open(coin).coin.digest
    guard let bytes = try await records.read({ try $0.value(digest.bytes, in: PurseTables.links) }) else { return [] }
    return try await takeUp(SignedStatement(bytes: bytes), of: coin)
  }
}
