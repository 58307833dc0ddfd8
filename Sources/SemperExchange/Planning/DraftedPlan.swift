/// What comes of a draft: the plan, who is who, and what it rests on.
public struct DraftedPlan: Hashable, Sendable {
  public let plan: Plan
  public let assumptions: [PlanAssumption]
  /// Items for which no node demands fairness although others do, by their places: they go as transfers afterwards.
  public let afterwards: [PlanObstacle.Side: [String]]

  public var originator: PlanObstacle.Side { plan.proposerIsOriginator ? .proposer : .invited }

  /// How the originator opens, or what stands in place of that.
  public var mode: String { plan.modeName }
}

extension Plan {
  /// How the originator opens, or what stands in place of that.
  public var modeName: String {
    switch level {
    case .strong, .strongWithWindow, .compensated: mode.rawValue
    case .incremental: "incremental"
    case .evidence: "transfer"
    }
  }
}
