/// One round: coins are withdrawn, swapped for new ones, and these are deposited.
struct MintRound: Codable {
  let withdraw: MintPhase
  let swap: MintPhase
  let deposit: MintPhase
}
