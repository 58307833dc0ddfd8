import SemperCoding

/// What was measured of a mint alone, with keys of one size.
struct MintFigures: Sendable {
  /// Pairs a second of GNU Taler's exchange 0.9.2 with RSA-2048, two server processes and 8 clients, on a machine of this kind.
  static let taler = 144.0

  let bits: Int
  let clients: Int
  /// Rounds with one coin in a request.
  let single: [MintRound]
  /// Rounds with `coinsInBatch` of them.
  let batches: [MintRound]
  let coinsInBatch: Int

  var pairsPerSecond: Double { Self.median(single.map(\.pairsPerSecond)) }

  /// Blind signatures a second, where a request asks for several.
  var signaturesPerSecond: Double { Self.median(batches.map(\.withdraw.perSecond)) * Double(coinsInBatch) }

  private var slowest: Double {
    single.flatMap { [$0.withdraw, $0.deposit] }.map { PaymentFigures.quantile(0.99, of: $0.latencies) }.max() ?? 0
  }

  /// - Parameter openSSL: signatures a second that all cores could make if they did nothing else; `nil` where that is unknown.
  func json(openSSL: Double?) -> JSON {
    .fields([
      "batchRounds": .array(batches.map(\.json)), "bits": bits.json, "clients": clients.json,
      "coinsInBatch": coinsInBatch.json, "pairsPerSecond": PaymentFigures.number(pairsPerSecond),
      "pairsToTaler": bits == 2048 ? PaymentFigures.number(pairsPerSecond / Self.taler) : nil,
      "rounds": .array(single.map(\.json)), "signaturesPerSecond": PaymentFigures.number(signaturesPerSecond),
      "signaturesToOpenSSL": openSSL.map { PaymentFigures.number(signaturesPerSecond / $0) },
    ])
  }

  func line(openSSL: Double?) -> String {
    let share = openSSL.map { " (\(Int((signaturesPerSecond / $0 * 100).rounded())) % of openssl speed)" } ?? ""
    let taler = bits == 2048 ? ", \(rounded(pairsPerSecond / Self.taler)) times GNU Taler's 144" : ""
    return "mint alone, \(bits) bits, \(clients) clients: \(Int(pairsPerSecond)) pairs/s\(taler), p99 at most "
      + "\(rounded(slowest * 1_000)) ms; \(Int(signaturesPerSecond)) blind signatures/s, \(coinsInBatch) a request\(share)"
  }

  private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  private static func median(_ values: [Double]) -> Double { PaymentFigures.quantile(0.5, of: values) }
}
