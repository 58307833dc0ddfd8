/// One timed window of a round: all clients send all requests of one kind.
struct MintPhase: Codable {
  let seconds: Double
  let requests: Int
  let latency: Latency
  /// Seconds of processor time of the server and of the clients' process.
  let serverProcessor: Double
  let clientProcessor: Double
}
