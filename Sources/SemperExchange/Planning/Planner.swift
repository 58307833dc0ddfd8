public import SemperModel

/// Computes who is originator, how it opens, and which fairness the two sides' items allow, before anybody commits.
///
/// The responder must be the side whose items the arbiter can surely deliver, because the originator opens first and has
/// then only the arbiter to turn to. Where neither side is such, the arbiter checks the responder's data before anything
/// of the originator's goes out, or a bond stands for it, or the sides go piece by piece. `FairnessCheck` holds the result
/// against the terms, whoever planned.
public enum Planner {
  /// Refuses (`outsideTerms`) when the items allow no level as high as the wish.
  public static func plan(
    proposer: [ItemClass], invited: [ItemClass], wish: PlanWish = PlanWish()
  ) throws(Refusal) -> Plan {
    do { return try weigh(proposer: proposer, invited: invited, wish: wish) } catch { throw error.refusal }
  }

  /// The same, with what stands in the way as a value.
  static func weigh(proposer: [ItemClass], invited: [ItemClass], wish: PlanWish) throws(PlanObstacle) -> Plan {
    let plan = try best(proposer, invited, wish)
    guard plan.level >= wish.atLeast else { throw .tooLow(plan.level, wished: wish.atLeast) }
    return plan
  }

  private static func best(
    _ proposer: [ItemClass], _ invited: [ItemClass], _ wish: PlanWish
  ) throws(PlanObstacle) -> Plan {
    // Nothing for nothing, or something that nobody can lock: only evidence is left.
    guard !proposer.isEmpty, !invited.isEmpty, !(proposer + invited).contains(.unsecured) else {
      return Plan(proposerIsOriginator: true, level: .evidence)
    }
    guard proposer.allSatisfy(\.isStrong) || invited.allSatisfy(\.isStrong) else {
      return try dataForData(proposer, invited, wish)
    }
    guard mayBeSeen(proposer + invited, wish) else { throw .arbiterWouldSee }
    guard proposer.allSatisfy(\.isStrong) else {
      return direct(originator: proposer, invited, proposerIsOriginator: true)
    }
    guard invited.allSatisfy(\.isStrong) else {
      return direct(originator: invited, proposer, proposerIsOriginator: false)
    }
    // Both are strong: who locks money does so only after the other has signed.
    let isOriginator = !proposer.contains(where: \.standsAtLedger) || invited.contains(where: \.standsAtLedger)
    return isOriginator
      ? direct(originator: proposer, invited, proposerIsOriginator: true)
      : direct(originator: invited, proposer, proposerIsOriginator: false)
  }

  private static func direct(
    originator: [ItemClass], _ responder: [ItemClass], proposerIsOriginator: Bool
  ) -> Plan {
    let needsWindow = originator.contains(where: \.needsWindow) || (originator + responder).contains(.reversibleLock)
    return Plan(proposerIsOriginator: proposerIsOriginator, level: needsWindow ? .strongWithWindow : .strong)
  }

  private static func dataForData(
    _ proposer: [ItemClass], _ invited: [ItemClass], _ wish: PlanWish
  ) throws(PlanObstacle) -> Plan {
    let all = proposer + invited
    // The invited side answers by preference; the proposer does where only its data can be checked at once.
    for (originator, responder, isOriginator) in [(proposer, invited, true), (invited, proposer, false)]
    where !responder.contains(where: \.needsWindow) && mayBeSeen(all, wish) {
      let needsWindow = (originator + responder).contains { $0.needsWindow || $0 == .reversibleLock }
      return Plan(
        proposerIsOriginator: isOriginator, level: needsWindow ? .strongWithWindow : .strong, mode: .viaArbiter)
    }
    if wish.offersBond, mayBeSeen(all, wish) { return Plan(proposerIsOriginator: true, level: .compensated) }
    // Who wants the exchange bears its risk, which is one piece.
    guard wish.hasPieces else { throw mayBeSeen(all, wish) ? .dataForData : .arbiterWouldSee }
    guard PieceRules.match(proposer, invited) else { throw .piecesDiffer }
    return Plan(proposerIsOriginator: true, level: .incremental)
  }

  /// Mail is never shown to the arbiter; small data is, and then only with the parties' leave.
  private static func mayBeSeen(_ classes: [ItemClass], _ wish: PlanWish) -> Bool {
    wish.arbiterMaySeeData || !classes.contains(.checkedData)
  }
}
