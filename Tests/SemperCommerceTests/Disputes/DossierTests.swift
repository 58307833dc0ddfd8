import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// What goes to a court is judged without the arbiter, and an arbiter that has not kept to the rule is found.
@Suite(.serialized) struct DossierTests {
  @Test func aCaseThatWasCarriedOutHoldsWithoutItsArbiter() async throws {
    let (world, archive) = (try await DisputeWorld(), InMemoryArchive())
    let (claim, bundle) = try world.claim(.notAsAgreed, 5_00, disclosing: world.buyer.bundle(without: [.choice]))
    let desk = DeskCrashTests.desk(world, archive)
    for step in DeskCrashTests.steps(world, claim, bundle) { try await step(desk) }
    let dossier = try await desk.dossier(claim.digest)
    let report = DossierJudge.judge(dossier, trust: world.fair.trust)
    let amount = Money(minorUnits: 5_00, .euro)
    #expect(report.ok && report.isFinal && report.moved == amount, "\(report.faults)")
    #expect(report.remedy == .pays(amount, to: .buyer))
    #expect(report.findings.map(\.part) == DossierFinding.Part.allCases)
    #expect(try DisputeDossier(canonicalBytes: dossier.canonicalBytes, limits: DisputeDossier.limits) == dossier)

    let foreign = DossierJudge.judge(dossier, trust: world.fair.foreignTrust)
    #expect(!foreign.ok && foreign.remedy == nil && foreign.moved == nil && foreign.findings.allSatisfy { !$0.holds })
  }

  /// Two claims about one deal: the second ruling counts what the first has given.
  @Test func otherRulingsOnTheDealAreCounted() async throws {
    let world = try await DisputeWorld()
    let desk = DeskCrashTests.desk(world, InMemoryArchive())
    for (cents, day) in [(Int64(12_00), Int64(1)), (12_00 - 1, 2)] {
      let (claim, bundle) = try world.claim(.notAsAgreed, cents, at: DisputeWorld.opened)
      let opened = try await desk.open(ClaimSubmission(claim, disclosing: bundle), at: DisputeWorld.opened)
      let answer = try world.answer(opened, .admits)
      _ = try await desk.answer(ClaimSubmission(answer, disclosing: nil), at: DisputeWorld.after(day))
      try await desk.pass(at: DisputeWorld.after(day))
      let dossier = try await desk.dossier(claim.digest)
      let report = DossierJudge.judge(dossier, trust: world.fair.trust)
      #expect(report.ok, "\(report.faults)")
      #expect(report.remedy == (day == 1 ? .pays(Money(minorUnits: cents, .euro), to: .buyer) : .nothing))
    }
  }

  @Test func anArbiterThatDoesNotKeepToTheRuleIsFound() async throws {
    let world = try await DisputeWorld()
    let opened = try world.open(.notAsAgreed, 5_00)
    let honest = try ruled(opened, world)
    #expect(judged(honest, world).ok)
    let first = try #require(honest.rulingContent)

    // The buyer has accepted by choice, so the rule gives nothing, and leaves nothing to a person.
    let pays = Remedy.pays(Money(minorUnits: 5_00, .euro), to: .buyer)
    for (what, lie) in [
      ("another remedy", ruling(first, remedy: pays)),
      ("another reason", ruling(first, reasons: [.delivered])),
      ("a person where the rule decides", ruling(first, basis: .judgement, remedy: pays, reasons: [.judged])),
      ("another deal's claim", ruling(first, claim: Digest(of: [1], for: .document))),
      ("an answer that was not given", ruling(first, answer: Digest(of: [1], for: .document))),
    ] {
      var dispute = opened
      try dispute.take(.ruled(world.signed(lie)), at: lie.issued, trust: world.fair.trust)
      let report = judged(dispute, world)
      #expect(report.faults.map(\.part) == [.ruling] && report.remedy == nil, "\(what)")
    }
    let other = SigningKey()
    var foreign = opened
    try foreign.take(
      .ruled(SignedStatement(ruling(first, arbiter: other.thumbprint), signedBy: [other])), at: first.issued,
      trust: world.fair.trust)
    #expect(judged(foreign, world).faults.map(\.part) == [.ruling], "another arbiter")

    // Final too early, or something else than what nobody has appealed against.
    let until = try #require(first.appealableUntil)
    let ruled = try #require(honest.ruling?.digest)
    let late = until.advanced(by: Span(seconds: 1))
    for (what, end, isGood) in [
      ("in time", ruling(first, first: ruled, issued: late), true),
      ("too early", ruling(first, first: ruled, issued: until), false),
      ("something else", ruling(first, first: ruled, remedy: pays, issued: late), false),
      ("after another ruling", ruling(first, first: opened.id, issued: late), false),
    ] {
      var dispute = honest
      try dispute.take(.ruled(world.signed(end)), at: end.issued, trust: world.fair.trust)
      #expect(judged(dispute, world).ok == isGood, "\(what)")
    }
  }

  private func ruled(_ dispute: DisputeCase, _ world: DisputeWorld) throws -> DisputeCase {
    var ruled = dispute
    let next = try ruled.next(
      at: DisputeWorld.after(8), trust: world.fair.trust, earlier: [], times: DisputeWorld.times)
    guard case .rule(let ruling)? = next else { return ruled }
    try ruled.take(.ruled(world.signed(ruling)), at: DisputeWorld.after(8), trust: world.fair.trust)
    return ruled
  }

  private func judged(_ dispute: DisputeCase, _ world: DisputeWorld) -> DossierReport {
    DossierJudge.judge(DisputeDossier(dispute, others: []), trust: world.fair.trust)
  }

  /// The ruling with something in it that is otherwise; with a first one, a final ruling.
  private func ruling(
    _ ruling: Ruling, claim: Digest? = nil, answer: Digest? = nil, first: Digest? = nil, arbiter: Thumbprint? = nil,
    basis: Ruling.Basis? = nil, remedy: Remedy? = nil, reasons: [DisputeReason]? = nil, issued: Timestamp? = nil
  ) -> Ruling {
    Ruling(
      claim: claim ?? ruling.claim, answer: answer ?? ruling.answer, first: first, deal: ruling.deal,
      claimant: ruling.claimant, arbiter: arbiter ?? ruling.arbiter, basis: basis ?? ruling.basis,
      remedy: remedy ?? ruling.remedy, reasons: reasons ?? ruling.reasons,
      finding: basis == .judgement ? try? HumanText("I say so.") : nil, issued: issued ?? ruling.issued,
      appealableUntil: first == nil ? ruling.appealableUntil : nil)
  }
}
