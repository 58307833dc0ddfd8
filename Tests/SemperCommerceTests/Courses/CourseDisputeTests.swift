import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTesting
import Testing

/// What the evidence of deals of many steps comes to in disputes about them.
@Suite struct CourseDisputeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let service: String
    let scenario: String
    let kind: ClaimKind
    let expected: DisputeDecision
    /// The most that a person may order.
    let most: Int64

    init(
      _ service: String, _ scenario: String, _ kind: ClaimKind, _ expected: DisputeDecision, most: Int64
    ) {
      (self.service, self.scenario, self.kind, self.expected, self.most) = (service, scenario, kind, expected, most)
    }

    var testDescription: String { "\(service), \(scenario): \(kind.rawValue)" }
  }

  private static func pays(_ cents: Int64, _ side: DealSide = .buyer) -> Remedy {
    .pays(Money(minorUnits: cents, .euro), to: side)
  }

  static let cases: [Case] = [
    // Money that the terms give back by a time, and nobody has sent.
    Case(
      "mail-order-retailing", "sent back and not refunded", .refundDue, .decided(pays(120_00), [.refundPromised]),
      most: 120_00),
    Case(
      "subscription", "withdrawn and not refunded", .refundDue, .decided(pays(108_00), [.refundPromised]), most: 108_00),
    Case(
      "ticket-sale", "called off and not refunded", .refundDue, .decided(pays(96_00), [.refundPromised]), most: 96_00),
    // How much comes back was still to be said.
    Case(
      "mail-order-retailing", "the money for the rest does not come", .refundDue,
      .needsJudgement([.whetherRefundIsOwed], atLeast: .nothing), most: 120_00),
    Case(
      "subscription", "cancelled, and the rest does not come back", .refundDue,
      .needsJudgement([.whetherRefundIsOwed], atLeast: .nothing), most: 108_00),
    Case(
      "subscription", "cancelled after three issues, and too little comes back", .refundDue,
      .needsJudgement([.whetherRefundIsOwed], atLeast: .nothing), most: 81_00),
    // What was never given; what was shipped; what came in part.
    Case(
      "ticket-sale", "the buyer waits in vain", .notDelivered, .decided(pays(96_00), [.deliveryNotShown]), most: 96_00),
    Case(
      "mail-order-retailing", "the buyer waits once more in vain", .notDelivered,
      .decided(pays(120_00), [.deliveryNotShown]), most: 120_00),
    Case(
      "subscription", "the buyer is silent about a late issue, which does not come", .notDelivered,
      .decided(pays(108_00), [.deliveryNotShown]), most: 108_00),
    Case(
      "mail-order-retailing", "shipped, and nothing came", .notDelivered,
      .needsJudgement([.whetherArrived], atLeast: .nothing), most: 120_00),
    Case(
      "mail-order-retailing", "shipped, and nothing came", .late, .needsJudgement([.whetherArrived], atLeast: .nothing),
      most: 120_00),
    Case(
      "consultancy", "the second milestone does not come", .late,
      .needsJudgement([.whatMissingPartIsWorth], atLeast: .nothing), most: 1500_00),
    // What a person has to look at.
    Case(
      "mail-order-retailing", "arrived damaged", .damaged, .needsJudgement([.whenItWasDamaged], atLeast: .nothing),
      most: 120_00),
    // The buyer has signed that it was intact.
    Case(
      "mail-order-retailing", "the lamp is broken", .damaged, .decided(.nothing, [.intactAtHandOver]), most: 120_00),
    Case(
      "mail-order-retailing", "the lamp is broken", .notAsAgreed,
      .needsJudgement([.whetherAsAgreed], atLeast: .nothing), most: 120_00),
    Case(
      "online-purchase-of-information", "the course is not what was described", .notAsAgreed,
      .needsJudgement([.whetherAsAgreed], atLeast: .nothing), most: 49_00),
    Case(
      "subscription", "a paid issue is not as agreed", .notAsAgreed,
      .needsJudgement([.whetherAsAgreed], atLeast: .nothing), most: 108_00),
    Case(
      "subscription", "an issue is not as agreed", .notAsAgreed, .needsJudgement([.whetherAsAgreed], atLeast: .nothing),
      most: 10_00),
    // Claims without ground.
    Case("mail-order-retailing", "sent back and not refunded", .paidTwice, .decided(.nothing, [.paidOnce]), most: 0),
    Case("consultancy", "the milestone is refused", .notAsAgreed, .decided(.nothing, [.nothingPaid]), most: 0),
    Case("consultancy", "the second milestone does not come", .notPaid, .decided(.nothing, [.paidInFull]), most: 0),
    Case(
      "contract-signing", "the invited party says that it never agreed", .neverOrdered,
      .decided(.nothing, [.nothingPaid]), most: 0),
    // Work that was accepted and not paid, and work that was refused.
    Case(
      "consultancy", "not paid in spite of a reminder", .notPaid,
      .decided(pays(1500_00, .seller), [.deliveredAndUnpaid]), most: 1500_00),
    Case(
      "consultancy", "the milestone is refused", .notPaid, .needsJudgement([.whetherAsAgreed], atLeast: .nothing),
      most: 1500_00),
  ]

  /// A hearing ends by its own ruling; what is none leaves it to its time, and the deal goes on.
  @Test(arguments: RulingFault.allCases)
  func onlyARulingOfThisHearingEndsIt(_ fault: RulingFault) async throws {
    let script = try await CourseTests.script("consultancy", "the client calls the arbiter")
    let end = try await CourseEnd.law(CourseTests.fair(script), script, fault: fault).uncrashed()
    let expected = fault == .none ? "end.decided" : "end.unheard"
    for side in DealSide.allCases { #expect(end.ends[side] == expected, "\(side)") }
  }

  @Test(arguments: cases)
  func theEvidenceDecidesWhereItCan(_ example: Case) async throws {
    let script = try await CourseTests.script(example.service, example.scenario)
    let fair = try await CourseTests.fair(script)
    let end = try await CourseEnd.law(fair, script).uncrashed()
    let claimant = example.kind.claimant
    let key = claimant == .buyer ? fair.buyerKey : fair.sellerKey
    let facts = try DisputeFacts(try end.bundle(claimant, fair), trust: fair.trust)
    let demand = DisputeDemand(
      kind: example.kind, by: claimant, claimant: key.thumbprint, amount: nil,
      at: Fair.start.advanced(by: Span(seconds: 600 * 86_400)))
    #expect(DisputeRule.decide(facts, on: demand, stance: nil) == example.expected, "\(facts.shown.map(\.fact))")
    #expect(DisputeRule.most(facts, for: demand) == example.most)
    // The other side's evidence shows the same.
    let (one, other) = (try end.bundle(claimant, fair), try end.bundle(claimant.peer, fair))
    let both = try DisputeFacts(try one.merged(with: other), trust: fair.trust)
    #expect(DisputeRule.decide(both, on: demand, stance: nil) == example.expected)
    // So do both where they cannot be put together.
    let apart = facts.merged(with: try DisputeFacts(other, trust: fair.trust))
    #expect(DisputeRule.most(apart, for: demand) == example.most)
  }
}
