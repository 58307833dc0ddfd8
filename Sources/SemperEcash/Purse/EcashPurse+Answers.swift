import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

extension EcashPurse {
  private var mintKey: KeySet { KeySet([client.mint]) }
  private var unfit: MintFailure {
    MintFailure(.misbehaved, "the mint's answer does not fit the order", refusal: nil)
  }

  /// The mint's word, if it is the mint's and about this order.
  func verified(_ signed: SignedStatement, for order: PurseOrder, request: Digest) throws -> PurseResult {
    let result = try result(signed)
    let fits =
      switch (order.purpose, result) {
      case (.swap, .receipt(let word)):
        word.content.operation == order.operation && word.content.request == request
          && word.content.amount.minorUnits == order.outputs.reduce(0) { $0 + $1.denomination.units }
          && word.content.purpose == .swap
      case (.withdraw, .receipt(let word)), (.deposit, .receipt(let word)),
        (.recoup, .receipt(let word)):
        word.content.operation == order.operation && word.content.request == request
          && word.content.amount == order.amount && word.content.purpose.rawValue == order.purpose.rawValue
      case (.refresh, .receipt(let word)):
        // The request is the second step, with an operation of its own.
        word.content.request == request && word.content.amount == order.amount && word.content.purpose == .refresh
      case (.lock, .locked(let word)):
        word.content.terms == order.terms && word.content.operation == order.operation
      case (.refund, .ended(let word)):
        word.content.terms == order.terms
          && word.content.ending == (order.decision?.kind == .lockOutcome ? .settled : .refunded)
      case (.withdraw, _), (.deposit, _), (.swap, _), (.recoup, _), (.refresh, _), (.lock, _), (.refund, _): false
      }
    guard fits else { throw unfit }
    return result
  }

  /// The mint's word of whatever kind, verified; a refusal is thrown.
  func result(_ signed: SignedStatement) throws -> PurseResult {
    do {
      if signed.kind == MintReceipt.kind {
        let word = try VerifiedStatement<MintReceipt>(verifying: signed, keys: mintKey)
        if word.content.mint == client.name { return .receipt(word) }
      } else if signed.kind == LockReceipt.kind {
        let word = try VerifiedStatement<LockReceipt>(verifying: signed, keys: mintKey)
        if word.content.ledger == client.name { return .locked(word) }
      } else if signed.kind == LockOutcome.kind {
        let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: mintKey)
        if word.content.ledger == client.name { return .ended(word) }
      }
    } catch {
      throw MintFailure(.misbehaved, "the mint's answer does not verify: \(error)", refusal: nil)
    }
    if signed.kind == MintRefusal.kind { throw try refusal(signed).content.refusal }
    throw unfit
  }

  private func refusal(_ signed: SignedStatement) throws -> VerifiedStatement<MintRefusal> {
    do {
      let word = try VerifiedStatement<MintRefusal>(verifying: signed, keys: mintKey)
      if word.content.mint == client.name { return word }
    } catch {
      throw MintFailure(.misbehaved, "the mint's refusal does not verify: \(error)", refusal: nil)
    }
    throw unfit
  }

  /// Closes an order that the mint refused for good; gives the refusal. Coins that the mint proves to be spent are gone, the
  /// others are free again.
  func closeRefused(_ order: PurseOrder, _ answer: MintAnswer, request: Digest) async throws -> Refusal {
    let word = try refusal(answer.statement).content
    guard word.operation == order.operation, word.request == request else { throw unfit }
    let spent = try provenSpent(word, answer.proofs)
    let (lost, back) = try split(order, answer, by: spent)
    let now = await time.now()
    try await records.transact { transaction in
      try PurseBook(transaction: transaction).close(
        order, answer: answer.statement, made: [], back: back, lost: lost,
        links: spent.filter { $0.value.kind == MintRefresh.kind }, now: now)
    }
    // Perhaps the mint has revoked a key or changed its rules since the list was fetched; who cannot be asked now is asked the next time.
    let outdated: [RefusalCode] = [.coinInvalid, .expired, .amountMismatch]
    if outdated.contains(word.code) { _ = try? await keyLists.refreshed(client, records, now: now) }
    return word.refusal
  }

  /// The earlier requests by the coins that they spent.
  private func provenSpent(_ word: MintRefusal, _ proofs: [SignedStatement]) throws -> [Digest: SignedStatement] {
    var proven: [Digest: SignedStatement] = [:]
    for spent in word.spent {
      do {
        proven[spent.coin] = try SpendingProof(spent, among: proofs, refused: word.request).earlier
      } catch {
        throw MintFailure(.misbehaved, error.detail, refusal: error)
      }
    }
    return proven
  }

  private func split(
    _ order: PurseOrder, _ answer: MintAnswer, by spent: [Digest: SignedStatement]
  ) throws -> (lost: [CoinSpentElsewhere], back: [PurseCoin]) {
    var (lost, back) = ([CoinSpentElsewhere](), [PurseCoin]())
    for coin in order.inputs {
      // A sealed coin that is spent is the payee's.
      // These only happen when a wallet is restored or a key was revoked, and coins that it spent before are no loss.
      let digest = spent.isEmpty ? nil : try seed.open(coin).coin.digest
      if let digest, spent[digest] != nil, order.renews || coin.slot.seal != nil { continue }
      if let digest, let earlier = spent[digest] {
        lost.append(
          CoinSpentElsewhere(
            amount: Money(minorUnits: coin.units, order.amount.currency), coin: digest, refusal: answer.statement,
            earlier: earlier))
      } else {
        back.append(coin)
      }
    }
    return (lost, back)
  }
}
