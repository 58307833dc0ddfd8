/// What `semper bench mint --json` prints about one size of keys.
struct MintFigures: Decodable {
  struct Printed: Decodable {
    let mint: [MintFigures]
  }

  let rounds: [MintRound]
  let batchRounds: [MintRound]
  let coinsInBatch: Int
}
