/// One timed window of a round: all clients send all requests of one kind.
struct MintPhase: Decodable {
  struct Milliseconds: Decodable {
    let median: Double
    let p99: Double
  }

  let perSecond: Double
  let milliseconds: Milliseconds
  /// Of processor time for a request, the server's and the clients'.
  let serverMilliseconds: Double
  let clientMilliseconds: Double

  var latency: Latency { Latency(p50: milliseconds.median, p99: milliseconds.p99) }
}
