import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel

// Money from somebody else, straight into coins: the payer of a refund has the mint sign our blinded messages, so that the one
// who gets it back stays unknown to bank and payee.
extension EcashPurse {
  /// Blinded messages worth the amount, durable before they are shown; the same ones for the same call.
  func expect(_ amount: Money, call: [UInt8]) async throws -> [BlindedOutput] {
    let keys = try await mintKeys()
    guard amount.currency == keys.currency, amount.minorUnits > 0 else {
      throw Refusal(.wrongCurrency, blame: .us, "the purse holds \(keys.currency)")
    }
    let issuing = keys.issuing(at: await time.now())
    guard let denominations = Denomination.split(amount.minorUnits, into: Array(issuing.keys)),
      denominations.count <= MintLimits.coins
    else {
      throw Refusal(.limitExceeded, blame: .us, "the mint has no coins for this amount; use a smaller one")
    }
    let expected = try await records.transact { transaction -> ExpectedCoins in
      if let known = try Self.expected(call, transaction) { return known }
      let book = PurseBook(transaction: transaction)
      let slots = try PurseBook.nextSlots(denominations, under: issuing, transaction)
      for slot in slots { try book.setCounter(of: slot.key, slot.device, to: slot.counter + 1) }
      let made = ExpectedCoins(amount: amount, slots: slots)
      try transaction.set(made.canonicalBytes, for: call, in: PurseTables.expected)
      return made
    }
    return try blanks(expected, keys).map(\.output)
  }

  /// Takes in what was signed for a call. The mint is asked for the signatures itself, so nobody can keep them back.
  ///
  /// Throws `MintFailure` while the mint has not signed all of it.
  func collect(call: [UInt8]) async throws -> Money {
    guard let expected = try await records.read({ try Self.expected(call, $0) }) else {
      throw Refusal(.unknownPayment, blame: .us, "nothing is expected under this name")
    }
    if expected.isCollected { return expected.amount }
    let blanks = try blanks(expected, try await mintKeys())
    let answer = try await client.restore(RestoreRequest(outputs: blanks.map(\.output)))
    guard answer.found.count == blanks.count else {
      throw MintFailure(.unanswered, "the mint has not signed these coins yet", refusal: nil)
    }
    let coins = try answer.found.map { found in
      guard blanks.indices.contains(found.index) else {
        throw MintFailure(.misbehaved, "the mint found a coin that was not asked for", refusal: nil)
      }
      let blank = blanks[found.index]
      return PurseCoin(slot: blank.slot, signature: try blank.unblinder.unblind(found.signature.bytes))
    }
    guard Set(coins.map(\.slot)).count == blanks.count else {
      throw MintFailure(.misbehaved, "the mint signed one coin twice and another not at all", refusal: nil)
    }
    try await records.transact { transaction in
      guard var kept = try Self.expected(call, transaction), !kept.isCollected else { return }
      kept.isCollected = true
      for coin in coins { try PurseBook(transaction: transaction).add(coin) }
      try transaction.set(kept.canonicalBytes, for: call, in: PurseTables.expected)
    }
    return expected.amount
  }

  private static func expected(_ call: [UInt8], _ reader: any RecordReader) throws -> ExpectedCoins? {
    try reader.value(call, in: PurseTables.expected).map { try ExpectedCoins(canonicalBytes: $0) }
  }

  private func blanks(_ expected: ExpectedCoins, _ keys: MintKeys) throws -> [CoinSeed.Blank] {
    try expected.slots.map { slot in
      guard let key = keys[slot.key] else {
        throw MintFailure(.misbehaved, "the mint no longer lists a key that it has to sign with", refusal: nil)
      }
      return try seed.blank(slot, under: key.key)
    }
  }
}
