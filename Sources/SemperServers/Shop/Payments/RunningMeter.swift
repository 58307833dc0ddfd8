import SemperCoding
import SemperCommerce
import SemperModel

/// The meter of a bill in a shop: since when it runs, and since when it does not any more.
struct RunningMeter: Hashable, Sendable, CanonicalValue {
  /// What is due for a payment that was made up to some amount.
  enum Due: Equatable {
    /// So much in all, now.
    case now(Money)
    /// Nothing before this moment.
    case later(Timestamp)
    /// Nothing any more.
    case over
  }

  /// How long a payment may take, where the spans are shorter.
  private static let patience = Span(seconds: 30)

  let meter: BillMeter
  var began: Timestamp?
  var ended: Timestamp?

  init(_ meter: BillMeter) { self.meter = meter }

  /// One span after the other. Who does not pay for a span while it lasts, or within half a minute, has left, and the meter is over: it
  /// does not run up what nobody is there for.
  func due(after paid: Money, at now: Timestamp) -> Due {
    guard let began else { return .later(now) }
    let spans = paid.minorUnits / meter.price.minorUnits
    let next = began.advanced(by: Span(seconds: spans * meter.every.seconds))
    if let ended, ended <= next { return .over }
    if now < next { return .later(next) }
    guard now < next.advanced(by: max(meter.every, Self.patience)) else { return .over }
    return .now(Money(minorUnits: paid.minorUnits + meter.price.minorUnits, paid.currency))
  }

  var json: JSON { .fields(["began": began?.json, "ended": ended?.json, "meter": meter.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    began = try fields.optional("began")
    ended = try fields.optional("ended")
    meter = try fields.value("meter")
    try fields.close()
  }
}
