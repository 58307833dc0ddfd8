import SemperCryptography
public import SemperModel

/// What whoever judges a case goes by, and can repeat: what the evidence shows, what the rule makes of it, and within what a person may rule.
/// A pure function of the case, of what was ruled before on the same deal, and of a trust list.
public struct DisputeBrief: Sendable {
  public let dispute: DisputeCase
  /// What the statements show, those about the agreement first; none where the evidence does not hold.
  public let facts: [DisputeFacts.Shown]
  public let decision: DisputeDecision?
  public let bounds: RulingBounds?
  /// Of a deal of many steps, whose offer does not say what is paid in it: what was paid so far.
  public let moved: MovedMoney?
  /// Why the evidence does not hold, where it does not.
  public let fault: Refusal?

  /// - Parameter earlier: the rulings on other claims about the same deal.
  public init(_ dispute: DisputeCase, earlier: [Ruling], trust: TrustList) {
    self.dispute = dispute
    do throws(Refusal) {
      let facts = try dispute.facts(trust: trust, earlier: earlier)
      self.facts = facts.shown.sorted { Self.place($0) < Self.place($1) }
      decision = DisputeRule.decide(
        facts, on: DisputeDemand(dispute.claimContent), stance: dispute.answerContent?.stance)
      bounds = dispute.bounds(facts)
      moved = dispute.isOfCourse ? dispute.disclosed.offer.flatMap { facts.moved(in: $0.price.currency) } : nil
      fault = nil
    } catch {
      facts = []
      (decision, bounds, moved) = (nil, nil, nil)
      fault = error
    }
  }

  /// Whether a person has to judge now.
  public var awaitsJudgement: Bool { dispute.awaitsJudgement }

  private static func place(_ shown: DisputeFacts.Shown) -> (Int, String, String) {
    let rank =
      switch shown.fact {
      case .agreed: 0
      case .ordered: 1
      case .promised: 2
      case .paid: 3
      case .shipped, .handedOver, .refused, .returned, .gave: 4
      case .owedBack: 5
      case .givenBack: 6
      case .chose, .contested: 7
      case .undone, .fault, .contradiction: 8
      }
    return (rank, "\(shown.fact)", "\(shown.by)")
  }
}
