public import SemperCoding
public import SemperModel

/// What one side decides for itself after a phase: go on, or not and why. It is not a message; neither side's decision
/// stands in for the other's (paper, Figure 1).
public enum Decision: Hashable, Sendable, CanonicalValue {
  case satisfied
  case dissatisfied(Refusal)

  public var json: JSON {
    switch self {
    case .satisfied: .fields(["satisfied": true.json])
    case .dissatisfied(let refusal): .fields(["refusal": refusal.json, "satisfied": false.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let satisfied: Bool = try fields.value("satisfied")
    self = satisfied ? .satisfied : .dissatisfied(try fields.value("refusal"))
    try fields.close()
  }
}

/// A decision with its phase and time, as the deal remembers it.
public struct PhaseDecision: Hashable, Sendable, CanonicalValue {
  public let phase: Phase
  public let decision: Decision
  public let time: Timestamp

  init(phase: Phase, decision: Decision, time: Timestamp) {
    self.phase = phase
    self.decision = decision
    self.time = time
  }

  public var json: JSON { .fields(["decision": decision.json, "name": phase.json, "time": time.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    decision = try fields.value("decision")
    phase = try fields.value("name")
    time = try fields.value("time")
    try fields.close()
  }
}
