import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel

// Change by refresh, where the mint's list wants it: coins are exchanged for smaller ones that stay this purse's before they are
// spent, so that an amount is always paid exactly.
extension EcashPurse {
  /// Sees to it that the free coins make up an amount exactly, if they are worth it at all.
  ///
  /// Refuses with `insufficientFunds` when what the mint asks for the exchange leaves too little.
  func makeChange(for amount: Money) async throws {
    while true {
      let keys = try await mintKeys()
      let now = await time.now()
      guard keys.list.content.change == .refresh, amount.currency == keys.currency else { return }
      let free = try await records.read { try PurseBook.freeCoins($0) }
        .filter { keys[$0.slot.key]?.isSpendable(at: now) == true }
      guard let exact = CoinSelection.choose(amount.minorUnits, from: free),
        exact.reduce(0, { $0 + $1.units }) != amount.minorUnits
      else { return }
      guard let change = Self.change(for: amount.minorUnits, from: free, keys) else {
        throw Refusal(
          .insufficientFunds, blame: .us, "what the mint asks for making change leaves too little; withdraw first")
      }
      try await refresh(change.coin, into: change.parts)
    }
  }

  /// Which coin to exchange, and for what, so that an amount can be paid exactly. Pure.
  static func change(
    for units: Int64, from coins: [PurseCoin], _ keys: MintKeys
  ) -> (coin: PurseCoin, parts: [Int64])? {
    func fee(_ coin: PurseCoin) -> Int64 { Self.fee(of: coin, keys) }
    guard let chosen = CoinSelection.choose(units + (coins.map(fee).max() ?? 0), from: coins) else { return nil }
    let excess = chosen.reduce(0) { $0 + $1.units } - units
    let fitting = chosen.filter { $0.units > excess && excess >= fee($0) }
    guard let coin = fitting.min(by: { $0.units < $1.units }) else { return nil }
    return (coin, [coin.units - excess, excess - fee(coin)].filter { $0 > 0 })
  }

  /// Exchanges a coin for new ones that make up these parts of it; gives what they are worth.
  @discardableResult
  func refresh(_ coin: PurseCoin, into parts: [Int64], renews: Bool = false) async throws -> Int64 {
    let keys = try await mintKeys()
    let now = await time.now()
    let issuing = keys.issuing(at: now)
    var pieces = [Denomination]()
    for part in parts {
      guard let split = Denomination.split(part, into: Array(issuing.keys)) else {
        throw Refusal(.limitExceeded, blame: .us, "the mint has no coins for this amount; use a smaller one")
      }
      pieces += split
    }
    let operation = drawOperation()
    let spend = try seed.spendingKey(coin.slot)
    let outputs = pieces.enumerated().compactMap { place, piece in
      issuing[piece].map { key in
        CoinSlot(
          key: key.id, counter: place, denomination: piece,
          origin: RefreshOrigin(operation: operation, candidate: 0, coin: spend.publicKey))
      }
    }
    var order = PurseOrder(
      operation: operation, purpose: .refresh, issued: now,
      amount: Money(minorUnits: parts.reduce(0, +), keys.currency), inputs: [coin], outputs: outputs,
      details: OrderDetails(renews: renews))
    order.request = ByteString(try await RequestMaker(purse: self).make(order, outputs: []))
    let isOpen = try await records.transact { [order] transaction in
      try PurseBook(transaction: transaction).take(order, areCoinsOurs: !renews)
    }
    // Another call has taken the coin meanwhile.
    guard isOpen else { return 0 }
    _ = try await carryOut(order)
    return order.amount.minorUnits
  }

  /// The three candidates that an order commits to.
  func candidates(of order: PurseOrder) async throws -> [RefreshCandidate] {
    let keys = try await mintKeys()
    return try (0..<RefreshCandidate.count).map { candidate in
      let slots = order.outputs.map { $0.moved(to: candidate) }
      let outputs = try slots.map { slot in
        guard let key = keys[slot.key] else { throw unlisted }
        return try seed.blank(slot, under: key.key).output
      }
      return RefreshCandidate(
        transfer: seed.transferKey(order.operation, candidate).publicKey, outputs: outputs)
    }
  }

  private var unlisted: MintFailure {
    MintFailure(.misbehaved, "the mint no longer lists a key that it has to sign with", refusal: nil)
  }

  /// Has the mint choose a candidate and writes down the choice with the bytes that open the others, before they are sent. `nil` when
  /// the order has been closed meanwhile. Refusals close the order and are thrown.
  func chosen(_ order: PurseOrder) async throws -> PurseOrder? {
    guard order.reveal == nil else { return order }
    guard let request = order.request?.bytes, let coin = order.inputs.first else {
      throw ArchiveError(.corrupt, "a refresh of the purse has neither request nor coin")
    }
    let commitment = try SignedStatement(bytes: request)
    let answer = try await client.perform(request)
    if answer.statement.kind == .mintRefusal {
      throw try await closeRefused(order, answer, request: commitment.digest)
    }
    let choice = try choice(answer.statement, of: order, request: commitment.digest)
    let spend = try seed.spendingKey(coin.slot)
    let transfers = (0..<RefreshCandidate.count).filter { $0 != choice.chosen }
      .map { ByteString(seed.transferKey(order.operation, $0).rawRepresentation) }
    let reveal = try MintRefreshReveal(
      RequestHeader(mint: client.name, operation: drawOperation(), issued: await time.now()), commitment: commitment,
      answer: answer.statement, transfers: transfers)
    let bytes = try VerifiedStatement(signing: reveal, with: [spend]).signed.canonicalBytes
    return try await records.transact { transaction in
      try PurseBook(transaction: transaction).keep(reveal: bytes, chosen: choice.chosen, for: order.operation)
    }
  }

  private func choice(_ signed: SignedStatement, of order: PurseOrder, request: Digest) throws -> MintRefreshChoice {
    do {
      let word = try VerifiedStatement<MintRefreshChoice>(verifying: signed, keys: KeySet([client.mint])).content
      if word.mint == client.name, word.operation == order.operation, word.request == request { return word }
    } catch {
      throw MintFailure(.misbehaved, "the mint's answer does not verify: \(error)", refusal: error)
    }
    throw MintFailure(.misbehaved, "the mint answered about another refresh", refusal: nil)
  }

  /// Takes up a refresh of a coin that a wallet with this seed began and whose coins this one does not have; gives the coins. The
  /// mint's proof that the coin is spent is the request itself.
  func takeUp(_ commitment: SignedStatement, of coin: PurseCoin) async throws -> [PurseCoin] {
    let refresh = try VerifiedStatement<MintRefresh>.content(of: commitment)
    let (keys, operation) = (try await mintKeys(), refresh.header.operation)
    let outputs = try refresh.candidates[0].outputs.enumerated().map { place, output in
      guard let key = keys[output.key] else { throw unlisted }
      return CoinSlot(
        key: key.id, counter: place, denomination: key.denomination,
        origin: RefreshOrigin(operation: operation, candidate: 0, coin: refresh.coin.spend))
    }
    var order = PurseOrder(
      operation: operation, purpose: .refresh, issued: refresh.header.issued,
      amount: Money(minorUnits: outputs.reduce(0) { $0 + $1.denomination.units }, keys.currency), inputs: [coin],
      outputs: outputs, details: OrderDetails(renews: true))
    // Somebody else's way of deriving candidates, or a copy of the coin in strange hands: nothing of it is ours.
    guard try await candidates(of: order) == refresh.candidates else { return [] }
    order.request = ByteString(commitment.canonicalBytes)
    let isNew = try await records.transact { [order] transaction in
      guard try PurseBook.entry(operation, transaction) == nil, try PurseBook.order(operation, transaction) == nil
      else { return false }
      return try PurseBook(transaction: transaction).take(order, areCoinsOurs: false)
    }
    guard isNew, let open = try await chosen(order) else { return [] }
    _ = try await carryOut(open)
    let slots = Set(open.outputs)
    return try await records.read { try PurseBook.freeCoins($0) }.filter { slots.contains($0.slot) }
  }
}
