import Foundation
import SemperCoding
import SemperModel
import SemperPayments

/// What was measured of one payment system.
struct PaymentFigures: Sendable {
  let system: SchemeID
  let paymentClass: PaymentClass
  /// How long each payment took, in seconds, from the look at the bill to the end on the payer's side.
  let seconds: [Double]
  /// Requests of the payer's, and the bytes of their bodies and answers, for each payment.
  let roundTrips: Double
  let bytes: Double
  /// How many bytes each payment leaves in the archive of each side.
  let stored: [String: Double]
  /// Which part of the processor time of all sides went into work with keys.
  let cryptographyShare: Double
  /// How many payers paid at a time, each with a wallet of its own.
  let payers: Int
  /// How many payments a second they made together, and how many were under way at once at most.
  let together: (perSecond: Double, mostAtOnce: Int)

  var perSecond: Double { Double(seconds.count) / seconds.reduce(0, +) }

  func quantile(_ share: Double) -> Double {
    Self.quantile(share, of: seconds)
  }

  static func quantile(_ share: Double, of seconds: [Double]) -> Double {
    let sorted = seconds.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var json: JSON {
    .fields([
      "bytesPerPayment": Self.number(bytes), "class": paymentClass.json,
      "cryptographyShare": Self.number(cryptographyShare),
      "milliseconds": .fields([
        "median": Self.number(quantile(0.5) * 1_000), "p99": Self.number(quantile(0.99) * 1_000),
      ]), "payments": seconds.count.json, "paymentsPerSecond": Self.number(perSecond),
      "roundTripsPerPayment": Self.number(roundTrips),
      "storedBytesPerPayment": .object(
        JSONObject(stored.sorted { $0.key < $1.key }.map { ($0.key, Self.number($0.value)) })),
      "system": system.json,
      "together": .fields([
        "mostAtOnce": together.mostAtOnce.json, "payers": payers.json,
        "paymentsPerSecond": Self.number(together.perSecond),
      ]),
    ])
  }

  /// With three decimals: more would be noise.
  static func number(_ value: Double) -> JSON { .number((value * 1_000).rounded() / 1_000) }
}
