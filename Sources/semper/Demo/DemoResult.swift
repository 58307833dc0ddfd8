import SemperCoding
import SemperExchange
import SemperModel
import SemperPayments
import SemperWallet

/// What a demonstration run came to, in the fields that other tools rely on.
struct DemoResult: Sendable {
  enum Outcome: String, Sendable { case completed, aborted, compensated, refused }

  struct Holding: Sendable {
    let kind: String
    /// A digest or an amount.
    let value: JSON

    var json: JSON {
      .fields(["kind": kind.json, kind == "money" ? "amount" : "digest": value])
    }
  }

  struct Phase: Sendable {
    let name: String
    var buyer: String?
    var seller: String?
    var seconds: Int64

    var json: JSON {
      .fields([
        "buyer": buyer?.json, "name": name.json, "seconds": seconds.json, "seller": seller?.json,
      ])
    }
  }

  var outcome: Outcome
  var fair: Bool
  var reasons: [FairnessReason]
  var buyerHolds: [Holding]
  var sellerHolds: [Holding]
  var evidence: [String]
  var trust: String
  var phases: [Phase]
  var milliseconds: Int64
  var payment: Payment?

  /// With what the deal was paid: system, class, level of fairness, and how long its payment took.
  struct Payment: Sendable {
    let means: DealMeans
    let milliseconds: Int64
    /// What the managers could choose among; `nil` where the person named the system.
    var choices: [SchemeID]?

    /// `seconds` is written with three decimals.
    var json: JSON {
      .fields([
        "choices": choices?.json, "class": means.paymentClass.json, "level": means.level.json,
        "seconds": .number(Double(milliseconds) / 1000),
        "system": means.system.json,
      ])
    }
  }

  /// Likewise.
  var text: String {
    let whole: JSON = .fields([
      "buyerHolds": .array(buyerHolds.map(\.json)), "evidence": evidence.json, "fair": fair.json,
      "outcome": outcome.rawValue.json, "payment": payment?.json, "phases": .array(phases.map(\.json)),
      "reasons": reasons.map(\.stable).json,
      "seconds": .number(Double(milliseconds) / 1000), "sellerHolds": .array(sellerHolds.map(\.json)),
      "trust": trust.json,
    ])
    return String(decoding: CanonicalJSON.encode(whole), as: UTF8.self)
  }
}
