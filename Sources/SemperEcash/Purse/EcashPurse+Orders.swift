import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

extension EcashPurse {
  /// Opens an order that spends coins. When too few are free because others' change is still on its way, those orders are
  /// finished first: the calls of a purse may run at the same time.
  func openSpending(
    _ purpose: PurseOrder.Purpose, _ amount: Money, details: OrderDetails, call: [UInt8]? = nil
  ) async throws -> PurseOrder {
    while true {
      do {
        var isOpen = false
        if let call { isOpen = try await openOrder(call: call) != nil }
        if !isOpen { try await makeChange(for: amount) }
        return try await open(purpose, amount, details: details, call: call)
      } catch let refusal as Refusal where refusal.code == .insufficientFunds {
        guard try await finishOthers(for: amount) else { throw refusal }
      } catch is NeedsChange {
        continue
      }
    }
  }

  /// An order's coins do not make up its amount, and its mint gives no change with it.
  private struct NeedsChange: Error {}

  /// Carries out the open orders that make coins; says whether any of them got an answer. When none did and the amount could be paid
  /// with what they make, it throws why: nothing is missing then but the mint.
  private func finishOthers(for amount: Money) async throws -> Bool {
    let waiting = try await records.read { try PurseBook.openOrders($0) }.filter { !$0.outputs.isEmpty }
    var (anyAnswer, failure) = (false, nil as (any Error)?)
    for order in waiting {
      do {
        _ = try await carryOut(order)
        anyAnswer = true
      } catch is Refusal {
        anyAnswer = true
      } catch let error as MintFailure {
        // It stays open, as it was.
        failure = error
      } catch let error as TransportError {
        failure = error
      }
    }
    if !anyAnswer, let failure {
      let free = try await records.read { try PurseBook.freeCoins($0) }.reduce(0) { $0 + $1.units }
      let made = waiting.flatMap(\.outputs).reduce(0) { $0 + $1.denomination.units }
      if free + made >= amount.minorUnits { throw failure }
    }
    return anyAnswer
  }

  /// Records an order with the request that is to be sent, with coins set aside and slots taken, all at once.
  ///
  /// It is planned, and the request signed, on what the purse holds, and recorded only if that is still so; otherwise it is
  /// planned anew.
  ///
  /// - Parameter call: what the call is recognised by when it is made again; then its open order is given instead, or a new
  ///   one when the mint refused the last.
  func open(
    _ purpose: PurseOrder.Purpose, _ amount: Money, details: OrderDetails, spending: [PurseCoin]? = nil,
    call: [UInt8]? = nil
  ) async throws -> PurseOrder {
    let keys = try await mintKeys()
    guard amount.currency == keys.currency, amount.minorUnits > 0 else {
      throw Refusal(.amountMismatch, blame: .us, "the purse holds \(keys.currency); the amount is more than nothing")
    }
    let operation = drawOperation()
    while true {
      let now = await time.now()
      var order = try await records.read { reader in
        if let call, let before = try PurseBook.order(for: call, reader) { return before }
        let inputs = try inputs(purpose, amount, spending, keys, now, reader)
        return PurseOrder(
          operation: operation, purpose: purpose, issued: now, amount: amount, inputs: inputs,
          outputs: try outputs(purpose, amount, inputs, keys, now, reader, sealedFor: details.terms), details: details)
      }
      guard order.operation == operation else { return order }
      let request = try await RequestMaker(purse: self).make(order, outputs: blanks(order).map(\.output))
      order.request = ByteString(request)
      let opened = try await records.transact { [order] transaction -> PurseOrder? in
        if let call, let before = try PurseBook.order(for: call, transaction) { return before }
        let book = PurseBook(transaction: transaction)
        guard try book.take(order, areCoinsOurs: spending == nil) else { return nil }
        if let call { try book.remember(operation, for: call) }
        return order
      }
      if let opened { return opened }
    }
  }

  private func inputs(
    _ purpose: PurseOrder.Purpose, _ amount: Money, _ given: [PurseCoin]?, _ keys: MintKeys, _ now: Timestamp,
    _ reader: any RecordReader
  ) throws -> [PurseCoin] {
    switch purpose {
    case .withdraw: return []
    case .refund: return given ?? []
    case .deposit, .lock, .swap, .recoup, .refresh:
      if let given { return given }
      let free = try PurseBook.freeCoins(reader).filter { keys[$0.slot.key]?.isSpendable(at: now) == true }
      let isSealing = purpose == .swap
      guard
        let chosen = isSealing
          ? Self.sealing(amount.minorUnits, from: free, keys) : CoinSelection.choose(amount.minorUnits, from: free)
      else {
        throw Refusal(.insufficientFunds, blame: .us, "the purse holds too little; withdraw first")
      }
      // Another call has taken what was made to pay this exactly.
      if keys.list.content.change == .refresh, chosen.reduce(0, { $0 + $1.units }) != amount.minorUnits {
        throw NeedsChange()
      }
      return chosen
    }
  }

  private func outputs(
    _ purpose: PurseOrder.Purpose, _ amount: Money, _ inputs: [PurseCoin], _ keys: MintKeys, _ now: Timestamp,
    _ reader: any RecordReader, sealedFor terms: LockTerms?
  ) throws -> [CoinSlot] {
    let spent = inputs.reduce(0) { $0 + $1.units }
    let made =
      switch purpose {
      case .withdraw, .refund, .swap, .refresh: amount.minorUnits
      case .recoup: spent
      case .deposit, .lock: spent - amount.minorUnits
      }
    let issuing = keys.issuing(at: now)
    // What is exchanged for sealed coins leaves change, less what the exchange costs.
    let sealing = purpose == .swap ? terms.map(SealedPayment.seal) : nil
    let change = sealing == nil ? 0 : spent - inputs.reduce(0) { $0 + Self.fee(of: $1, keys) } - made
    guard let denominations = Denomination.split(made, into: Array(issuing.keys)),
      let rest = Denomination.split(change, into: Array(issuing.keys)),
      denominations.count + rest.count <= MintLimits.coins
    else {
      throw Refusal(.limitExceeded, blame: .us, "the mint has no coins for this amount; use a smaller one")
    }
    let slots = try PurseBook.nextSlots(denominations + rest, under: issuing, reader)
    guard let sealing else { return slots }
    return slots.prefix(denominations.count).map { $0.sealed(sealing) } + slots.dropFirst(denominations.count)
  }

  /// Sends an order until there is an answer, and closes it. The same order may be carried out twice at once.
  func carryOut(_ order: PurseOrder) async throws -> PurseResult {
    var order = order
    if order.purpose == .refresh {
      guard let chosen = try await chosen(order) else { return try await finished(order.operation) }
      order = chosen
    }
    let blanks = try await blanks(order)
    guard let request = try await request(order, blanks) else { return try await finished(order.operation) }
    let answer = try await client.perform(request)
    let digest = try SignedStatement(bytes: request).digest
    if answer.statement.kind == .mintRefusal {
      throw try await closeRefused(order, answer, request: digest)
    }
    let result = try verified(answer.statement, for: order, request: digest)
    let made = try coins(from: answer, blanks)
    let now = await time.now()
    try await records.transact { [order] transaction in
      try PurseBook(transaction: transaction).close(
        order, answer: answer.statement, made: made, back: [], lost: [], now: now)
    }
    return result
  }

  /// What an order that is no longer open came to.
  func finished(_ operation: ID<Operation>) async throws -> PurseResult {
    guard let entry = try await records.read({ try PurseBook.entry(operation, $0) }) else {
      throw ArchiveError(.corrupt, "an order of the purse is neither open nor finished")
    }
    return try result(entry.answer)
  }

  private func blanks(_ order: PurseOrder) async throws -> [CoinSeed.Blank] {
    let keys = try await mintKeys()
    return try order.outputs.map { slot in
      guard let key = keys[slot.key] else {
        throw MintFailure(.misbehaved, "the mint no longer lists a key that it has to sign with", refusal: nil)
      }
      return try seed.blank(slot, under: key.key)
    }
  }

  /// The bytes to send; `nil` when the order has been closed meanwhile.
  private func request(_ order: PurseOrder, _ blanks: [CoinSeed.Blank]) async throws -> [UInt8]? {
    if let kept = order.reveal ?? order.request { return kept.bytes }
    let made = try await RequestMaker(purse: self).make(order, outputs: blanks.map(\.output))
    return try await records.transact { transaction in
      try PurseBook(transaction: transaction).keep(request: made, for: order.operation)
    }
  }

  private func coins(from answer: MintAnswer, _ blanks: [CoinSeed.Blank]) throws -> [PurseCoin] {
    guard answer.signatures.count == blanks.count else {
      throw MintFailure(.misbehaved, "the mint signed another number of coins than asked for", refusal: nil)
    }
    return try zip(blanks, answer.signatures).map { blank, signature in
      do {
        return PurseCoin(slot: blank.slot, signature: try blank.unblinder.unblind(signature.bytes))
      } catch {
        throw MintFailure(.misbehaved, "the mint's signature on a coin is not good: \(error)", refusal: nil)
      }
    }
  }
}
