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
