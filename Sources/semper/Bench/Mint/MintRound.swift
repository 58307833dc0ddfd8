import SemperCoding

/// One round: coins are withdrawn, swapped for new ones, and these are deposited.
struct MintRound: Sendable {
  let withdraw: MintPhase
  let swap: MintPhase
  let deposit: MintPhase

  /// A pair is one withdrawal and one deposit of one coin; its rate follows from the two windows.
  var pairsPerSecond: Double { Double(withdraw.latencies.count) / (withdraw.seconds + deposit.seconds) }

  var json: JSON {
    .fields([
      "deposits": deposit.json, "pairsPerSecond": PaymentFigures.number(pairsPerSecond), "swaps": swap.json,
      "withdrawals": withdraw.json,
    ])
  }
}
