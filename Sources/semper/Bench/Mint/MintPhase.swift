import SemperCoding

/// One timed window of a round: all clients send all requests of one kind.
struct MintPhase: Sendable {
  let seconds: Double
  /// How long each request took, in seconds.
  let latencies: [Double]
  let processor: ProcessorTime

  var perSecond: Double { Double(latencies.count) / seconds }

  /// Milliseconds of processor time for a request.
  var serverMilliseconds: Double { processor.server * 1_000 / Double(latencies.count) }
  var clientMilliseconds: Double { processor.clients * 1_000 / Double(latencies.count) }

  var json: JSON {
    .fields([
      "clientMilliseconds": PaymentFigures.number(clientMilliseconds),
      "milliseconds": .fields([
        "median": PaymentFigures.number(PaymentFigures.quantile(0.5, of: latencies) * 1_000),
        "p99": PaymentFigures.number(PaymentFigures.quantile(0.99, of: latencies) * 1_000),
      ]), "perSecond": PaymentFigures.number(perSecond), "requests": latencies.count.json,
      "serverMilliseconds": PaymentFigures.number(serverMilliseconds),
    ])
  }
}
