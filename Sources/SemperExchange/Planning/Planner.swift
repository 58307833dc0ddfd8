public import SemperModel

/// Computes who is originator and which fairness the two sides' items allow, before anybody commits.
///
/// The responder must be the side whose items the arbiter can surely deliver, because the originator opens first and has
/// then only the arbiter to turn to.
public enum Planner {
  public struct Plan: Hashable, Sendable {
    /// Whether the party that asks (the proposer) is the originator.
    public let proposerIsOriginator: Bool
    public let level: FairnessLevel
    /// The plan in a sentence for people.
    public let explanation: String
  }

  /// Refuses (`outsideTerms`) when neither side's items can surely be delivered by the arbiter.
  public static func plan(proposer: [ItemClass], invited: [ItemClass]) throws(Refusal) -> Plan {
    let proposerIsStrong = proposer.allSatisfy(\.isStrong)
    let invitedIsStrong = invited.allSatisfy(\.isStrong)
    let proposerIsOriginator: Bool
    switch (proposerIsStrong, invitedIsStrong) {
    case (false, false):
      throw Refusal(
        .outsideTerms, blame: .us,
        "data for data cannot be exchanged fairly here; one side must give money or signed statements")
    case (false, true): proposerIsOriginator = true
    case (true, false): proposerIsOriginator = false
    // Both are strong: who locks money does so only after the other has signed.
    case (true, true): proposerIsOriginator = !proposer.contains(.lock) || invited.contains(.lock)
    }
    let hasData = (proposerIsOriginator ? proposer : invited).contains(.data)
    return Plan(
      proposerIsOriginator: proposerIsOriginator, level: hasData ? .strongWithWindow : .strong,
      explanation: hasData
        ? "You get what was described or your money stays yours, as long as the arbiter can be reached once in the complaint window."
        : "Either both sides get what was described or neither does.")
  }
}
