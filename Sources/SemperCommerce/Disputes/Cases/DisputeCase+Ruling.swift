import SemperCryptography
public import SemperModel
import SemperTerms

// What the arbiter has to say next.
extension DisputeCase {
  /// What the evidence of both sides shows; a contradiction too, where it holds for each side and not together. What earlier
  /// rulings on the same deal give counts as given back.
  public func facts(trust: TrustList, earlier: [Ruling] = []) throws(Refusal) -> DisputeFacts {
    try shown(trust: trust).counting(earlier, but: id)
  }

  private func shown(trust: TrustList) throws(Refusal) -> DisputeFacts {
    let own = try DisputeFacts(disclosed, trust: trust)
    guard let answer, let answerDisclosed else { return own }
    do throws(Refusal) {
      return try DisputeFacts(try evidence(), trust: trust)
    } catch {
      // Who has signed twice cannot keep the other side from being heard by that.
      var both = own.merged(with: try DisputeFacts(answerDisclosed.described(by: disclosed), trust: trust))
      both.add(.contradiction, by: answer.digest)
      return both
    }
  }

  /// What time alone brings: the rule's decision once the other side was heard, or the final ruling once nobody has appealed. `nil` where
  /// nothing is due.
  public func next(
    at now: Timestamp, trust: TrustList, earlier: [Ruling], times: DisputeTimes
  ) throws(Refusal) -> Next? {
    guard let due, due <= now, stage == .appealable || answer != nil || hearUntil < now else { return nil }
    if stage == .appealable {
      guard let ruling, let first = rulingContent, due < now else { return nil }
      return .rule(
        Ruling(
          claim: id, answer: answer?.digest, first: ruling.digest, deal: first.deal, claimant: first.claimant,
          arbiter: first.arbiter, basis: first.basis, remedy: first.remedy, reasons: first.reasons,
          finding: first.finding, issued: now, appealableUntil: nil))
    }
    let decision = DisputeRule.decide(
      try facts(trust: trust, earlier: earlier), on: DisputeDemand(claimContent), stance: answerContent?.stance)
    switch decision {
    case .needsJudgement(let questions, let least): return .leaveOpen(questions, atLeast: least)
    case .decided(let remedy, let reasons):
      return .rule(first(.rule, remedy, reasons, finding: nil, at: now, times))
    }
  }

  public enum Next: Hashable, Sendable {
    case rule(Ruling)
    case leaveOpen([DisputeQuestion], atLeast: Remedy)
  }

  /// Whether a person has to judge now.
  public var awaitsJudgement: Bool { stage == .judging || stage == .appealed }

  /// Within what a person may rule, by what the evidence shows.
  public func bounds(_ facts: DisputeFacts) -> RulingBounds {
    let claim = claimContent
    let most = DisputeRule.most(facts, for: DisputeDemand(claim))
    return RulingBounds(
      least: least.amount(for: claim.what.claimant)?.minorUnits ?? 0, most: min(most, claim.amount?.minorUnits ?? most),
      currency: disclosed.offer?.price.currency)
  }

  /// A person's judgement, on what the rule left open or on an appeal.
  ///
  /// Refuses (`outsideTerms`) where nothing is to be judged, and (`amountMismatch`) more than can be ordered, or less than was admitted.
  ///
  /// - Parameter amount: for the claimant; `nil` dismisses the claim.
  public func judgement(
    paying amount: Money?, because finding: HumanText, at now: Timestamp, trust: TrustList, earlier: [Ruling],
    times: DisputeTimes
  ) throws(Refusal) -> Ruling {
    guard awaitsJudgement else {
      throw Refusal(.outsideTerms, blame: .us, "nothing is to be judged in this case: it is “\(stage.rawValue)”")
    }
    let (claim, side) = (claimContent, claimContent.what.claimant)
    let bounds = bounds(try facts(trust: trust, earlier: earlier))
    guard bounds.admit(amount) else {
      throw Refusal(.amountMismatch, blame: .us, "from \(bounds.least) to \(bounds.most) cents can be ordered")
    }
    let remedy: Remedy = amount.map { .pays($0, to: side) } ?? .nothing
    guard let appeal, let ruling else { return first(.judgement, remedy, [.judged], finding: finding, at: now, times) }
    return Ruling(
      claim: id, answer: answer?.digest, first: ruling.digest, appeal: appeal.digest, deal: claim.deal,
      claimant: claim.claimant.thumbprint, arbiter: claim.arbiter, basis: .judgement, remedy: remedy,
      reasons: [.judged], finding: finding, issued: now, appealableUntil: nil)
  }

  private func first(
    _ basis: Ruling.Basis, _ remedy: Remedy, _ reasons: [DisputeReason], finding: HumanText?, at now: Timestamp,
    _ times: DisputeTimes
  ) -> Ruling {
    let claim = claimContent
    return Ruling(
      claim: id, answer: answer?.digest, deal: claim.deal, claimant: claim.claimant.thumbprint, arbiter: claim.arbiter,
      basis: basis, remedy: remedy, reasons: reasons, finding: finding, issued: now,
      appealableUntil: now.advanced(by: times.appeal))
  }
}
