import Foundation
import SemperCoding
import SemperCommunication
import SemperModel
import SemperPayments

/// What was measured of one payment system.
struct PaymentFigures: Sendable {
  /// What one side sends and gets for each payment.
  struct Way: Sendable {
    let roundTrips: Double
    /// Of the bodies of its requests and of their answers.
    let bytes: Double

    init(_ count: Traffic.Count, for payments: Int) {
      roundTrips = Double(count.requests) / Double(payments)
      bytes = Double(count.bytes) / Double(payments)
    }
  }

  let system: SchemeID
  let paymentClass: PaymentClass
  /// How long each payment took, in seconds, from the look at the bill to the end on the payer's side.
  let seconds: [Double]
  /// To the payee and to its bank.
  let payer: Way
  /// To its bank and to its module; what the payer asks the payee is the payer's.
  let payee: Way
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
      "bytesPerPayment": Self.number(payer.bytes), "class": paymentClass.json,
      "cryptographyShare": Self.number(cryptographyShare),
      "milliseconds": .fields([
        "median": Self.number(quantile(0.5) * 1_000), "p99": Self.number(quantile(0.99) * 1_000),
      ]),
      "payee": .fields([
        "bytesPerPayment": Self.number(payee.bytes), "roundTripsPerPayment": Self.number(payee.roundTrips),
      ]), "payments": seconds.count.json, "paymentsPerSecond": Self.number(perSecond),
      "roundTripsPerPayment": Self.number(payer.roundTrips),
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
