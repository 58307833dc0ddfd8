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
    let revoked = found.filter { keys[$0.slot.key]?.isRevoked(at: now) == true }
    let genuine = found.filter { keys[$0.slot.key]?.isRevoked(at: now) != true }
    return Money(
      minorUnits: try await renewAll(genuine, keys.currency) + renewAll(revoked, keys.currency, by: .recoup),
      keys.currency)
  }

  /// Exchanges coins for fresh ones, as many at a time as a request may hold; gives what they are worth.
  func renewAll(
    _ coins: [PurseCoin], _ currency: Currency, by purpose: PurseOrder.Purpose = .swap
  ) async throws -> Int64 {
    var worth: Int64 = 0
    for start in stride(from: 0, to: coins.count, by: Self.mostInSwap) {
      worth += try await renew(Array(coins[start..<min(start + Self.mostInSwap, coins.count)]), currency, purpose)
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
    _ coins: [PurseCoin], _ currency: Currency, _ purpose: PurseOrder.Purpose
  ) async throws -> Int64 {
    var coins = coins
    while !coins.isEmpty {
      let amount = Money(minorUnits: coins.reduce(0) { $0 + $1.units }, currency)
      let spending = coins
      do {
        _ = try await carryOutMovingAside {
          try await open(purpose, amount, details: OrderDetails(), spending: spending)
        }
        return amount.minorUnits
      } catch let refusal as Refusal where refusal.code == .doubleSpend {
        let free = try await records.read { Set(try PurseBook.freeCoins($0).map(\.slot)) }
        coins = coins.filter { free.contains($0.slot) }
      }
    }
    return 0
  }
}
