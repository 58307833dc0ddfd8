public import SemperCoding
public import SemperCommerce
import SemperCryptography
import SemperExchange
public import SemperModel
import SemperStatements

/// A deal in the words of a list: what, for how much, how far, how it ended.
public struct DealSummary: Hashable, Sendable, CanonicalValue {
  public enum Outcome: String, Sendable, CanonicalValue {
    case open, completed, aborted, compensated, settled, refused
  }

  public let deal: ID<Deal>
  public let title: String
  /// What the offer names.
  public let price: Money
  /// What has been paid and has not come back, in a deal of many steps, whose documents decide that.
  public let paid: Money?
  public let outcome: Outcome
  /// Where the terms have brought the deal.
  public let position: String
  public let decisions: [PhaseDecision]
  public let refusal: Refusal?
  public let exchange: Digest?
  /// What of the seller's was not as expected when it was here, though the exchange stands.
  public let unexpected: Refusal?
  /// With what it is paid, where that was agreed.
  public let payment: DealMeans?
  /// What the deal asks its owner, if it waits for that.
  public let step: OpenStep?

  /// `nil` for a deal that never began.
  public init?(_ machine: DealMachine) {
    guard let record = machine.record else { return nil }
    deal = record.opening.deal
    title = record.offer.title.text
    price = record.offer.price
    paid = record.paid
    position = machine.position
    decisions = record.decisions
    exchange = record.exchange?.terms.id
    unexpected = record.unexpected
    payment = DealMeans(record)
    step = OpenStep(machine)
    refusal =
      record.decisions.lazy.compactMap { if case .dissatisfied(let refusal) = $0.decision { refusal } else { nil } }
      .first
    outcome = Self.outcome(machine, record)
  }

  private static func outcome(_ machine: DealMachine, _ record: DealRecord) -> Outcome {
    guard machine.isFinished else { return .open }
    switch record.outcome {
    case .completed: return .completed
    // Money that had been locked came back by the arbiter's decision or never left.
    case .aborted: return record.evidence.contains { $0.kind == .lockOutcome } ? .compensated : .aborted
    case .compensated: return .compensated
    case .settled: return .settled
    case .declined, .wronged, nil: return .refused
    }
  }

  public var json: JSON {
    .fields([
      "deal": deal.json, "exchange": exchange?.json, "outcome": outcome.json,
      "paid": paid?.json, "payment": payment?.json,
      "phases": decisions.json, "position": position.json, "price": price.json, "refusal": refusal?.json,
      "step": step?.json,
      "title": title.json, "unexpected": unexpected?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    deal = try fields.value("deal")
    exchange = try fields.optional("exchange")
    outcome = try fields.value("outcome")
    paid = try fields.optional("paid")
    payment = try fields.optional("payment")
    decisions = try fields.value("phases")
    position = try fields.value("position")
    price = try fields.value("price")
    refusal = try fields.optional("refusal")
    step = try fields.optional("step")
    title = try fields.value("title")
    unexpected = try fields.optional("unexpected")
    try fields.close()
  }
}
