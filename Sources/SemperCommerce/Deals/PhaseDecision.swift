public import SemperCoding
public import SemperModel
public import SemperTerms

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
