public import SemperCoding

/// A named exception: where a deal goes when something happens to one side in one phase, from any of its states.
public struct TermsException: Hashable, Sendable, CanonicalValue {
  public enum Cause: String, Sendable, CaseIterable, CanonicalValue {
    /// The time of a state is over.
    case late
    /// The peer did something that the terms do not enable.
    case deviation
    /// What came is not what was agreed.
    case notAsAgreed
    /// An exchange or transfer was given up.
    case failed
  }

  public let phase: Phase
  /// To whom it happens.
  public let side: DealSide
  public let cause: Cause
  public let then: String

  public var json: JSON {
    .fields(["cause": cause.json, "phase": phase.json, "side": side.json, "then": then.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    cause = try fields.value("cause")
    phase = try fields.value("phase")
    side = try fields.value("side")
    then = try fields.value("then")
    try fields.close()
  }
}
