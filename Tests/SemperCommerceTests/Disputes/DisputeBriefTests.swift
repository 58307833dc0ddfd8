import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// What whoever judges goes by says the same as the arbiter's own judgement.
@Suite(.serialized) struct DisputeBriefTests {
  @Test func itSaysWhatTheRuleAndTheDeskSay() async throws {
    let world = try await DisputeWorld()
    var dispute = try world.open(.refundDue, 5_00)
    let answer = try world.answer(dispute, .admitsOnly(Money(minorUnits: 1_00, .euro)))
    try dispute.take(.answered(answer, nil), at: DisputeWorld.after(1), trust: world.fair.trust)
    try world.pass(&dispute, to: DisputeWorld.after(1))
    let brief = DisputeBrief(dispute, earlier: [], trust: world.fair.trust)
    #expect(brief.awaitsJudgement && brief.fault == nil)
    guard case .needsJudgement([.whetherRefundIsOwed], let least) = brief.decision else {
      return #expect(Bool(false), "\(String(describing: brief.decision))")
    }
    #expect(least == .pays(Money(minorUnits: 1_00, .euro), to: .buyer))
    let bounds = try #require(brief.bounds)
    #expect(bounds.least == 1_00 && bounds.most == 5_00 && bounds.currency == .euro)
    for (cents, fits) in [(nil, false), (0, false), (99, false), (1_00, true), (5_00, true), (5_01, false)]
      as [(Int64?, Bool)]
    {
      #expect(bounds.admit(cents.map { Money(minorUnits: $0, .euro) }) == fits, "\(cents ?? -1)")
      var judged = dispute
      let isTaken = (try? world.judge(&judged, paying: cents)) != nil
      #expect(isTaken == fits, "the desk and the brief differ over \(cents ?? -1)")
    }
    #expect(try !bounds.admit(Money(minorUnits: 2_00, Currency(code: "USD"))))
    let contract = try #require(dispute.disclosed.statements(of: .contract).first).digest
    #expect(brief.facts.first?.by == contract, "the agreement comes first, by the contract")
  }

  @Test func whatWasGivenBeforeIsNotGivenTwice() async throws {
    let world = try await DisputeWorld()
    let dispute = try world.open(.refundDue)
    let full = try #require(DisputeBrief(dispute, earlier: [], trust: world.fair.trust).bounds)
    let earlier = Ruling(
      claim: Digest(of: [1], for: .document), answer: nil, deal: dispute.claimContent.deal,
      claimant: dispute.claimContent.claimant.thumbprint, arbiter: dispute.claimContent.arbiter, basis: .judgement,
      remedy: .pays(Money(minorUnits: 3_00, .euro), to: .buyer), reasons: [.judged], finding: nil,
      issued: DisputeWorld.opened, appealableUntil: DisputeWorld.after(20))
    let rest = try #require(DisputeBrief(dispute, earlier: [earlier], trust: world.fair.trust).bounds)
    #expect(rest.most == full.most - 3_00)
    #expect(Ruling.counting([earlier, earlier]).count == 1)
  }
}
