import SemperCoding

/// What was measured of withdrawing and depositing.
struct PairFigures: Sendable {
  /// How long each pair took.
  let seconds: [Double]
  /// How long all of them took together.
  let whole: Double
  let clients: Int

  var perSecond: Double { Double(seconds.count) / whole }

  func quantile(_ share: Double) -> Double { PaymentFigures.quantile(share, of: seconds) }

  var json: JSON {
    .fields([
      "clients": clients.json,
      "milliseconds": .fields([
        "median": PaymentFigures.number(quantile(0.5) * 1_000), "p99": PaymentFigures.number(quantile(0.99) * 1_000),
      ]), "pairs": seconds.count.json, "pairsPerSecond": PaymentFigures.number(perSecond),
    ])
  }
}
