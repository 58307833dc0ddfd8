import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// A dispute from its claim to its final ruling, on the evidence of deals that were really played.
@Suite(.serialized) struct DisputeCaseTests {
  /// What the evidence of a deal shows decides it where it can.
  @Test func theEvidenceOfADealDecides() async throws {
    let world = try await DisputeWorld()
    let facts = try DisputeFacts(world.buyer.bundle(), trust: world.fair.trust)
    func decision(_ kind: ClaimKind, by key: SigningKey? = nil) throws -> DisputeDecision {
      let claim = try world.claim(kind, by: key).claim.journalledClaim()
      return DisputeRule.decide(facts, on: DisputeDemand(claim), stance: .contests)
    }
    #expect(try decision(.notDelivered) == .decided(.nothing, [.delivered]))
    #expect(try decision(.notAsAgreed) == .decided(.nothing, [.acceptedByChoice]))
    #expect(try decision(.paidTwice) == .decided(.nothing, [.paidOnce]))
    #expect(try decision(.neverOrdered) == .decided(.nothing, [.orderedUnderOwnKey]))
    #expect(try decision(.neverOrdered, by: SigningKey()) == .needsJudgement([.whoOrdered], atLeast: .nothing))
    #expect(try decision(.refundDue) == .needsJudgement([.whetherRefundIsOwed], atLeast: .nothing))
    #expect(try decision(.notPaid) == .decided(.nothing, [.paidInFull]))

    // Where the wallet has not said that it is satisfied, a person has to look.
    let silent = try DisputeFacts(world.buyer.bundle(without: [.choice]), trust: world.fair.trust)
    let claim = try world.claim(.notAsAgreed).claim.journalledClaim()
    #expect(
      DisputeRule.decide(silent, on: DisputeDemand(claim), stance: .contests)
        == .needsJudgement([.whetherAsAgreed], atLeast: .nothing))
  }

  @Test func badGoodsGiveBackNothingTwice() async throws {
    // The exchange itself has given the money back.
    let world = try await DisputeWorld(Trouble(badGoods: true))
    var dispute = try world.open(.notAsAgreed)
    try world.pass(&dispute, to: DisputeWorld.after(8))
    #expect(dispute.rulingContent?.remedy == .nothing && dispute.rulingContent?.reasons == [.nothingPaid])
  }

  @Test func aContestedClaimIsJudgedByAPersonAndBecomesFinal() async throws {
    let world = try await DisputeWorld()
    var dispute = try world.open(.notAsAgreed, 5_00, disclosing: world.buyer.bundle(without: [.choice]))
    #expect(dispute.stage == .hearing)
    try world.pass(&dispute, to: DisputeWorld.after(1))
    #expect(dispute.stage == .hearing, "nobody decides before the other side was heard")
    let answer = try world.answer(dispute, .contests)
    for _ in 0..<2 { try dispute.take(.answered(answer, nil), at: DisputeWorld.after(1), trust: world.fair.trust) }
    try world.pass(&dispute, to: DisputeWorld.after(1))
    #expect(dispute.stage == .judging && dispute.questions == [.whetherAsAgreed])
    for wrong in [Int64(12_01), 5_01, 0] {
      #expect(throws: Refusal.self, "\(wrong)") { try world.judge(&dispute, paying: wrong) }
    }
    try world.judge(&dispute, paying: 4_00, at: DisputeWorld.after(2))
    #expect(dispute.stage == .appealable)
    try world.pass(&dispute, to: DisputeWorld.after(10))
    #expect(dispute.final == nil, "the loser may still appeal")
    let restored = try DisputeCase(canonicalBytes: dispute.canonicalBytes, limits: EvidenceBundle.limits)
    #expect(restored == dispute, "a restart is a start")
    try world.pass(&dispute, to: DisputeWorld.after(17))
    #expect(dispute.finalContent?.remedy == .pays(Money(minorUnits: 4_00, .euro), to: .buyer))
    #expect(dispute.finalContent?.first == dispute.ruling?.digest)
  }

  @Test func aRulingByRuleIsAppealedOnceToAPerson() async throws {
    let world = try await DisputeWorld()
    var dispute = try world.open(.notAsAgreed)
    try world.pass(&dispute, to: DisputeWorld.after(8))
    #expect(dispute.rulingContent?.basis == .rule && dispute.rulingContent?.reasons == [.acceptedByChoice])
    let ruling = try #require(dispute.ruling?.digest)
    #expect(throws: Refusal.self, "the winner has nothing to appeal against") {
      try dispute.take(
        .appealed(world.appeal(ruling, by: world.fair.sellerKey)), at: DisputeWorld.after(9), trust: world.fair.trust)
    }
    let appeal = try world.appeal(ruling, by: world.fair.buyerKey)
    for _ in 0..<2 { try dispute.take(.appealed(appeal), at: DisputeWorld.after(9), trust: world.fair.trust) }
    try world.pass(&dispute, to: DisputeWorld.after(60))
    #expect(dispute.stage == .appealed, "an appeal waits for a person")
    try world.judge(&dispute, paying: 12_00, at: DisputeWorld.after(60))
    #expect(dispute.stage == .final && dispute.finalContent?.appeal == appeal.digest)
    #expect(throws: Refusal.self, "there is one appeal") {
      try dispute.take(
        .appealed(world.appeal(ruling, by: world.fair.sellerKey)), at: DisputeWorld.after(61), trust: world.fair.trust)
    }
  }

  @Test func whatIsAdmittedIsOrderedAndNoJudgementGoesBelow() async throws {
    let world = try await DisputeWorld()
    var whole = try world.open(.notAsAgreed, 3_00)
    try whole.take(.answered(world.answer(whole, .admits), nil), at: DisputeWorld.opened, trust: world.fair.trust)
    try world.pass(&whole, to: DisputeWorld.after(1))
    #expect(whole.rulingContent?.remedy == .pays(Money(minorUnits: 3_00, .euro), to: .buyer))
    var part = try world.open(.notAsAgreed, 6_00, disclosing: world.buyer.bundle(without: [.choice]))
    let some = ClaimStance.admitsOnly(Money(minorUnits: 2_00, .euro))
    try part.take(.answered(world.answer(part, some), nil), at: DisputeWorld.opened, trust: world.fair.trust)
    try world.pass(&part, to: DisputeWorld.after(1))
    #expect(part.stage == .judging)
    #expect(throws: Refusal.self) { try world.judge(&part, paying: nil) }
    try world.judge(&part, paying: 2_00)
    #expect(part.stage == .appealable)
  }

  @Test func aShopIsHeardWithEvidenceThatHoldsBesideTheBuyers() async throws {
    let (world, seller) = (try await DisputeWorld(), try await Proceedings.of(.seller))
    // Shops keep no descriptions of roles, and buyers need not show what speaks against them.
    let without = try world.buyer.bundle(without: [.choice])
    var dispute = try world.open(.notAsAgreed, disclosing: without)
    let own = try world.buyer.bundle(without: [.role])
    try dispute.take(
      .answered(world.answer(dispute, .contests, showing: own), own), at: DisputeWorld.after(1),
      trust: world.fair.trust)
    try world.pass(&dispute, to: DisputeWorld.after(1))
    #expect(dispute.rulingContent?.reasons == [.acceptedByChoice])

    // A buyer that shows the arbiter another choice than the shop has does not silence the shop by that.
    var second = try world.open(.notAsAgreed, disclosing: world.bundle(choosing: "notAsAgreed"))
    try second.take(
      .answered(world.answer(second, .contests, showing: own), own), at: DisputeWorld.after(1), trust: world.fair.trust)
    try world.pass(&second, to: DisputeWorld.after(1))
    #expect(second.questions == [.whichEvidenceIsTrue])
    try world.judge(&second, paying: 4_00, at: DisputeWorld.after(2))
    #expect(second.stage == .appealable)

    let foreign = try seller.bundle()
    #expect(throws: Refusal.self, "the evidence of another deal") {
      var third = try world.open(.notAsAgreed, disclosing: without)
      try third.take(
        .answered(world.answer(third, .contests, showing: foreign), foreign), at: DisputeWorld.after(1),
        trust: world.fair.trust)
    }
  }

  @Test func strangersOtherArbitersAndLateAnswersAreRefused() async throws {
    let world = try await DisputeWorld()
    #expect(throws: Refusal.self, "not the buyer's key") { try world.open(.notAsAgreed, by: SigningKey()) }
    #expect(throws: Refusal.self, "not the seller's claim") { try world.open(.notAsAgreed, by: world.fair.sellerKey) }
    let (claim, bundle) = try world.claim(.notAsAgreed)
    #expect(throws: Refusal.self, "another arbiter") {
      try DisputeCase.open(
        claim, disclosing: bundle, at: DisputeWorld.opened, before: SigningKey().thumbprint, trust: world.fair.trust,
        times: DisputeWorld.times)
    }
    #expect(throws: Refusal.self, "other evidence than it names") {
      try DisputeCase.open(
        claim, disclosing: world.buyer.bundle(without: [.choice]), at: DisputeWorld.opened,
        before: world.fair.arbiterKey.thumbprint, trust: world.fair.trust, times: DisputeWorld.times)
    }
    #expect(throws: Refusal.self, "authorities that the arbiter does not trust") {
      try DisputeCase.open(
        claim, disclosing: bundle, at: DisputeWorld.opened, before: world.fair.arbiterKey.thumbprint,
        trust: world.fair.foreignTrust, times: DisputeWorld.times)
    }
    var dispute = try world.open(.notAsAgreed)
    let stranger = try world.answer(dispute, .contests, by: SigningKey())
    #expect(throws: Refusal.self) {
      try dispute.take(.answered(stranger, nil), at: DisputeWorld.after(1), trust: world.fair.trust)
    }
    let late = try world.answer(dispute, .contests)
    #expect(throws: Refusal.self) {
      try dispute.take(.answered(late, nil), at: DisputeWorld.after(8), trust: world.fair.trust)
    }
  }

  @Test func theBankIsShownATitleThatNobodyElseCanMake() async throws {
    let world = try await DisputeWorld()
    var dispute = try world.open(.notAsAgreed, 3_00)
    try dispute.take(.answered(world.answer(dispute, .admits), nil), at: DisputeWorld.opened, trust: world.fair.trust)
    for days in [Int64(1), 40] { try world.pass(&dispute, to: DisputeWorld.after(days)) }
    let (final, first) = (try #require(dispute.final), try #require(dispute.ruling))
    let bank = world.fair.bankKey.publicKey
    let title = try world.order(final).title(at: bank)
    #expect(title.amount == Money(minorUnits: 3_00, .euro) && title.seller == world.fair.sellerKey.thumbprint)
    let order = try world.order(final)
    #expect(try EnforceOrder(json: order.json) == order)
    let (ruling, other) = (try #require(dispute.finalContent), SigningKey())
    let forged = Ruling(
      claim: ruling.claim, answer: ruling.answer, first: ruling.first, deal: ruling.deal, claimant: ruling.claimant,
      arbiter: other.thumbprint, basis: ruling.basis, remedy: ruling.remedy, reasons: ruling.reasons, finding: nil,
      issued: ruling.issued, appealableUntil: nil)
    for (what, wrong) in [
      ("not final", try world.order(first)), ("another claimant", try world.order(final, by: SigningKey())),
      ("another arbiter", try world.order(SignedStatement(forged, signedBy: [other]))),
    ] {
      #expect(throws: Refusal.self, "\(what)") { try wrong.title(at: bank) }
    }
    #expect(throws: Refusal.self, "another bank") { try order.title(at: SigningKey().publicKey) }
  }
}

extension SignedStatement {
  fileprivate func journalledClaim() throws -> Claim {
    try VerifiedStatement<Claim>(verifying: self, keys: KeySet()).content
  }
}

extension DisputeWorld {
  fileprivate func order(_ ruling: SignedStatement, by key: SigningKey? = nil) throws -> EnforceOrder {
    let bundle = try buyer.bundle()
    func one(_ kind: StatementKind) throws -> SignedStatement { try #require(bundle.statements(of: kind).first) }
    let key = key ?? fair.buyerKey
    return EnforceOrder(
      bank: fair.bankKey.thumbprint, claimant: key.publicKey, offer: try one(.offer), order: try one(.order),
      agreements: [try one(.contract)], ruling: ruling, account: key.thumbprint, issued: Self.opened)
  }
}
