import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// Disputes about goods that travel, by the word of their carrier and the buyer's own receipt.
@Suite struct CarriageDisputeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let scenario: String
    let events: [(Carriage.Event, day: Int64)]
    let kind: ClaimKind
    let expected: DisputeDecision

    init(
      _ scenario: String, _ events: [(Carriage.Event, day: Int64)], _ kind: ClaimKind, _ expected: DisputeDecision
    ) { (self.scenario, self.events, self.kind, self.expected) = (scenario, events, kind, expected) }

    var testDescription: String {
      "\(scenario): \(events.map { "\($0.0.rawValue) \($0.day)" }.joined(separator: ", ")), \(kind.rawValue)"
    }
  }

  private static let all = Remedy.pays(Money(minorUnits: 120_00, .euro), to: .buyer)
  private static let (missing, broken) = ("never arrived, says the buyer", "arrived damaged")

  private static func open(_ question: DisputeQuestion) -> DisputeDecision {
    .needsJudgement([question], atLeast: .nothing)
  }

  static let cases: [Case] = [
    // Whether it came. The seller's word alone leaves it open, and so does the carrier's that it has the parcel.
    Case(missing, [], .notDelivered, open(.whetherArrived)),
    Case(missing, [(.accepted, 0)], .notDelivered, open(.whetherArrived)),
    Case(missing, [(.accepted, 0), (.delivered, 3)], .notDelivered, .decided(.nothing, [.delivered])),
    Case(missing, [(.damaged, 3)], .notDelivered, .decided(.nothing, [.delivered])),
    Case(missing, [(.refused, 3)], .notDelivered, open(.whetherRefusedRightly)),
    // The seller has it again, by the carrier's last word.
    Case(missing, [(.returned, 9)], .notDelivered, .decided(all, [.returnedToSender])),
    Case(missing, [(.refused, 3), (.returned, 9)], .notDelivered, .decided(all, [.returnedToSender])),
    Case(missing, [(.delivered, 3), (.returned, 9)], .notDelivered, .decided(all, [.returnedToSender])),
    Case(missing, [(.returned, 3), (.delivered, 9)], .notDelivered, .decided(.nothing, [.delivered])),
    Case(missing, [(.returned, 9)], .refundDue, .decided(all, [.returnedToSender])),
    Case(missing, [(.delivered, 3)], .refundDue, open(.whetherRefundIsOwed)),
    // When it came.
    Case(missing, [(.delivered, 3)], .late, .decided(.nothing, [.inTime])),
    Case(missing, [(.delivered, 20)], .late, open(.whatDelayIsWorth)),
    Case(missing, [(.returned, 20)], .late, .decided(all, [.returnedToSender])),
    // In which state. What a buyer writes into its own receipt decides nothing for it.
    Case(broken, [], .damaged, open(.whenItWasDamaged)),
    Case(broken, [(.damaged, 3)], .damaged, .decided(all, [.damagedAtHandOver])),
    Case(broken, [(.delivered, 3)], .damaged, open(.whenItWasDamaged)),
    Case(broken, [(.damaged, 3), (.delivered, 3)], .damaged, open(.whichEvidenceIsTrue)),
    Case(broken, [], .notDelivered, .decided(.nothing, [.delivered])),
    Case(missing, [(.delivered, 3)], .damaged, .decided(.nothing, [.intactAtHandOver])),
    // The buyer has signed that it was intact.
    Case("the lamp is broken", [], .damaged, .decided(.nothing, [.intactAtHandOver])),
    Case("the lamp is broken", [], .late, .decided(.nothing, [.inTime])),
  ]

  @Test(arguments: cases) func theCarriersWordDecides(_ example: Case) async throws {
    let world = try await CarriageWorlds.shared.after(example.scenario)
    let carriages = try example.events.map { try world.statement($0.0, day: $0.day) }
    #expect(try world.decision(example.kind, world.bundle(.buyer, carriages)) == example.expected)
    // Whoever shows it, and also where only one of the two does.
    #expect(try world.decision(example.kind, world.bundle(.seller, carriages)) == example.expected)
    let both = try world.bundle(.buyer).merged(with: world.bundle(.seller, carriages))
    #expect(try world.decision(example.kind, both) == example.expected)
  }

  /// The whole evidence names the carrier, and who vouches for it.
  @Test func theJudgeNamesTheCarrier() async throws {
    let world = try await CarriageWorlds.shared.after("never arrived, says the buyer")
    let carriage = try world.statement(.delivered)
    let report = EvidenceJudge.judge(try world.bundle(.buyer, [carriage]), trust: world.fair.trust)
    #expect(report.ok && report.faults.isEmpty)
    let link = try #require(report.links.first { $0.digest == carriage.digest })
    #expect(link.by == ["Semper Demo Carrier (carrier)"] && link.says.contains("SD-0001"))
    #expect(report.anchors.contains { $0.role == "carrier" && $0.selfDated })
    let foreign = EvidenceJudge.judge(
      try world.bundle(.buyer, [world.statement(.delivered, as: .foreign)]), trust: world.fair.trust)
    #expect(foreign.faults.map(\.fault?.code) == [.untrusted])
  }

  /// The case is heard with what each side shows, and the court needs nobody to repeat it.
  @Test func aCourtComesToTheSame() async throws {
    let world = try await CarriageWorlds.shared.after("never arrived, says the buyer")
    var dispute = try world.open(.notDelivered, showing: world.bundle(.buyer))
    let shown = try world.bundle(.seller, [world.statement(.accepted, day: 0), world.statement(.delivered)])
    try dispute.take(
      .answered(world.answer(dispute, showing: shown), shown), at: CarriageWorld.longAfter, trust: world.fair.trust)
    try world.rule(&dispute)
    #expect(dispute.rulingContent?.remedy == .nothing && dispute.rulingContent?.reasons == [.delivered])
    let dossier = DisputeDossier(dispute, others: [])
    #expect(try DisputeDossier(canonicalBytes: dossier.canonicalBytes, limits: DisputeDossier.limits) == dossier)
    let report = DossierJudge.judge(dossier, trust: world.fair.trust)
    #expect(report.ok && report.remedy == .nothing, "\(report.faults)")
    // An arbiter that has not heard the carrier cannot have ruled so by the rule.
    var deaf = try world.open(.notDelivered, showing: world.bundle(.buyer))
    try deaf.take(
      .ruled(try #require(dispute.ruling)), at: CarriageWorld.longAfter, trust: world.fair.trust)
    #expect(!DossierJudge.judge(DisputeDossier(deaf, others: []), trust: world.fair.trust).ok)
  }
}
