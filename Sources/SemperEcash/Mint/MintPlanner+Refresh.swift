import SemperBank
import SemperCryptography
import SemperModel

extension MintPlanner {
  /// A coin is given up for candidates that are all worth the same.
  func refresh(_ order: VerifiedStatement<MintRefresh>, spent: Int64) throws -> MintPlan {
    let fee = fees(of: [order.content.coin.key], \.refresh)
    let left = spent - fee
    for candidate in order.content.candidates {
      try require(spent, equals: fee, plus: value(made: candidate.outputs))
    }
    var exchange = plan(
      order, purpose: .refresh,
      lines: [LedgerLine(.coins, -spent), LedgerLine(.refreshes, left), LedgerLine(.fees, fee)])
    exchange.refresh = .commit(
      RefreshRecord(request: order.digest, chosen: draw, amount: Money(minorUnits: left, keys.currency), time: now))
    return exchange
  }

  /// The candidates that were not chosen are what the coin and the transfer keys lead to. What was committed to and chosen is for
  /// the transaction to find out; by its time the new coins could be made.
  func reveal(_ order: VerifiedStatement<MintRefreshReveal>) throws -> MintPlan {
    let (refresh, choice) = (order.content.refresh, order.content.choice)
    for (candidate, transfer) in order.content.opened {
      guard try isHonest(candidate, transfer.bytes, refresh.coin) else {
        throw Refusal(.coinInvalid, blame: .peer, "a candidate of this refresh leads to other coins than it shows")
      }
    }
    let made = try value(made: order.content.outputs, at: choice.issued)
    var exchange = plan(
      order, purpose: .refresh, lines: [LedgerLine(.refreshes, -made), LedgerLine(.coins, made)],
      receipt: (.refresh, made, nil, nil), fee: fees(of: [refresh.coin.key], \.refresh))
    exchange.refresh = .reveal(
      refresh.header.operation, request: order.content.commitment.digest, chosen: choice.chosen, time: choice.issued)
    return exchange
  }

  private func isHonest(_ candidate: RefreshCandidate, _ transfer: [UInt8], _ coin: Coin) throws -> Bool {
    guard let key = try? SigningKey(.es256, rawRepresentation: transfer), key.publicKey == candidate.transfer,
      let link = try? RefreshLink(transfer: key, coin: coin.spend)
    else { return false }
    // Under a key that is not ours the link makes nothing, which is not what the candidate shows.
    let denominations = candidate.outputs.compactMap { keys[$0.key]?.key }
    return try link.outputs(under: denominations) == candidate.outputs
  }
}
