/// One round: coins are withdrawn, swapped for new ones, and these are deposited.
struct MintRound: Decodable {
  let withdrawals: MintPhase
  let swaps: MintPhase
  let deposits: MintPhase
  let pairsPerSecond: Double
}
