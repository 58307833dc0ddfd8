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
      case (.withdraw, .receipt(let word)), (.deposit, .receipt(let word)), (.swap, .receipt(let word)):
        word.content.operation == order.operation && word.content.request == request
          && word.content.amount == order.amount && word.content.purpose.rawValue == order.purpose.rawValue
      case (.lock, .locked(let word)):
        word.content.terms == order.terms && word.content.operation == order.operation
      case (.refund, .ended(let word)):
        word.content.terms == order.terms && word.content.ending == .refunded
      case (.withdraw, _), (.deposit, _), (.swap, _), (.lock, _), (.refund, _): false
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
    let proven = try provenSpent(word, answer.proofs)
    let (lost, back) = split(order.inputs, by: proven)
    let now = await time.now()
    try await records.transact { transaction in
      try PurseBook(transaction: transaction).close(
        order, answer: answer.statement, made: [], back: back, lost: lost, now: now)
    }
    return word.refusal
  }

  private func provenSpent(_ word: MintRefusal, _ proofs: [SignedStatement]) throws -> Set<Digest> {
    var proven: Set<Digest> = []
    for spent in word.spent {
      do {
        proven.insert(try SpendingProof(spent, among: proofs, refused: word.request).spent.coin)
      } catch {
        throw MintFailure(.misbehaved, error.detail, refusal: error)
      }
    }
    return proven
  }

  private func split(_ coins: [PurseCoin], by spent: Set<Digest>) -> (lost: [PurseCoin], back: [PurseCoin]) {
    var (lost, back) = ([PurseCoin](), [PurseCoin]())
    for coin in coins {
      if !spent.isEmpty, spent.contains(seed.open(coin).coin.digest) { lost.append(coin) } else { back.append(coin) }
    }
    return (lost, back)
  }
}
