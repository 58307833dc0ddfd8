import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTesting
import Testing

/// The rule that decides disputes from the evidence alone.
struct DisputeRuleTests {
  private static let time = Timestamp(seconds: 1_800_000_000)

  /// The laws that hold for every dispute, whatever is claimed and shown.
  @Test func noDisputeBreaksTheLaws() throws {
    var numbers = SeededNumbers(7_202)
    var (decided, judged, orders) = (0, 0, 0)
    for number in 0..<20_000 {
      let dispute = RandomDispute(&numbers)
      let decision = DisputeRule.decide(dispute.seen, on: dispute.demand, stance: dispute.stance)
      let shuffled = DisputeFacts(dispute.facts.shuffled(using: &numbers))
      #expect(DisputeRule.decide(shuffled, on: dispute.demand, stance: dispute.stance) == decision, "\(number)")
      let remedy: Remedy
      switch decision {
      case .decided(let ordered, let reasons):
        (remedy, decided) = (ordered, decided + 1)
        try #require(!reasons.isEmpty, "\(number)")
      case .needsJudgement(let questions, let least):
        (remedy, judged) = (least, judged + 1)
        try #require(!questions.isEmpty, "\(number)")
      }
      let (buyer, seller) = (remedy.amount(for: .buyer)?.minorUnits, remedy.amount(for: .seller)?.minorUnits)
      try #require(buyer == nil || seller == nil, "\(number)")
      let left = max(0, dispute.paid - dispute.givenBack)
      try #require(buyer ?? 0 <= left, "\(number): more than was paid and not given back")
      try #require(seller ?? 0 <= max(0, (dispute.price ?? 0) - left), "\(number): more than the price")
      try #require(remedy.amount(for: dispute.demand.by.peer) == nil, "\(number): something for who asked for nothing")
      if let asked = dispute.demand.amount {
        try #require(max(buyer ?? 0, seller ?? 0) <= asked.minorUnits, "\(number)")
      }
      if buyer != nil || seller != nil { orders += 1 }
      if dispute.facts.isEmpty { try #require(remedy == .nothing, "\(number): a remedy without evidence") }
    }
    // The disputes were of all sorts.
    #expect(decided > 1_000 && judged > 500 && orders > 500)
  }

  @Test func whatIsAdmittedIsOrdered() {
    var numbers = SeededNumbers(3)
    for _ in 0..<5_000 {
      let dispute = RandomDispute(&numbers)
      guard case .decided(let remedy, _) = DisputeRule.decide(dispute.seen, on: dispute.demand, stance: .admits) else {
        // Only where nothing could be ordered, so that there was nothing to admit.
        #expect(DisputeRule.most(dispute.seen, for: dispute.demand) == 0)
        continue
      }
      let most = DisputeRule.most(dispute.seen, for: dispute.demand)
      let asked = min(dispute.demand.amount?.minorUnits ?? most, most)
      #expect(remedy.amount(for: dispute.demand.by)?.minorUnits ?? 0 == asked)
    }
  }

  /// Who claims what the evidence contradicts gets nothing, without anybody having to look.
  @Test(arguments: [
    (ClaimKind.notDelivered, DisputeReason.delivered), (.late, .inTime), (.damaged, .intactAtHandOver),
    (.notAsAgreed, .acceptedByChoice), (.paidTwice, .paidOnce), (.neverOrdered, .orderedUnderOwnKey),
  ])
  func aLiarGetsNothing(_ kind: ClaimKind, _ reason: DisputeReason) {
    var facts = Self.sold()
    facts.add(.handedOver(item: "goods", to: .buyer, intact: true, at: Self.time, says: .carrier), by: Self.name(4))
    facts.add(.chose(by: .buyer, state: "inspecting", option: "satisfied", accepts: true), by: Self.name(5))
    #expect(DisputeRule.decide(facts, on: Self.demand(kind), stance: .contests) == .decided(.nothing, [reason]))
  }

  @Test func whatComesBackIsNotOrderedAgain() {
    var facts = Self.sold()
    facts.add(.givenBack(Money(minorUnits: 12_00, .euro), at: Self.time), by: Self.name(6))
    for kind in [ClaimKind.notDelivered, .notAsAgreed, .damaged, .refundDue] {
      let decision = DisputeRule.decide(facts, on: Self.demand(kind), stance: .admits)
      #expect(decision == .decided(.nothing, [.alreadyGivenBack]))
    }
  }

  @Test func theSellerHasToShowTheDelivery() {
    let late = Self.demand(.notDelivered, at: 100)
    #expect(
      DisputeRule.decide(Self.sold(), on: late, stance: nil)
        == .decided(.pays(Money(minorUnits: 12_00, .euro), to: .buyer), [.deliveryNotShown]))
    let early = Self.demand(.notDelivered, at: 5)
    #expect(DisputeRule.decide(Self.sold(), on: early, stance: nil) == .decided(.nothing, [.notYetDue]))
    var shipped = Self.sold()
    shipped.add(.shipped(item: "goods", at: Self.time), by: Self.name(4))
    #expect(DisputeRule.decide(shipped, on: late, stance: nil) == .needsJudgement([.whetherArrived], atLeast: .nothing))
  }

  @Test func goodsHaveTheirOwnEvidence() {
    var damaged = Self.sold()
    damaged.add(.handedOver(item: "goods", to: .carrier, intact: true, at: Self.time, says: .carrier), by: Self.name(4))
    damaged.add(.handedOver(item: "goods", to: .buyer, intact: false, at: Self.time, says: .carrier), by: Self.name(5))
    let whole = Remedy.pays(Money(minorUnits: 12_00, .euro), to: .buyer)
    #expect(
      DisputeRule.decide(damaged, on: Self.demand(.damaged), stance: .contests)
        == .decided(whole, [.damagedAtHandOver]))
    var late = Self.sold()
    late.add(
      .handedOver(
        item: "goods", to: .buyer, intact: true, at: Self.time.advanced(by: Span(seconds: 50)), says: .carrier),
      by: Self.name(4))
    #expect(
      DisputeRule.decide(late, on: Self.demand(.late), stance: nil)
        == .needsJudgement([.whatDelayIsWorth], atLeast: .nothing))
  }

  @Test func moneyDecidesForEitherSide() {
    var twice = Self.sold()
    twice.add(.paid(Money(minorUnits: 12_00, .euro), at: Self.time), by: Self.name(7))
    let once = Remedy.pays(Money(minorUnits: 12_00, .euro), to: .buyer)
    #expect(
      DisputeRule.decide(twice, on: Self.demand(.paidTwice), stance: .contests) == .decided(once, [.paidMoreThanAgreed])
    )
    var refund = Self.sold()
    refund.add(.owedBack(Money(minorUnits: 5_00, .euro), due: Self.time), by: Self.name(8))
    #expect(
      DisputeRule.decide(refund, on: Self.demand(.refundDue, at: 1), stance: nil)
        == .decided(.pays(Money(minorUnits: 5_00, .euro), to: .buyer), [.refundPromised]))
    let unpaid = DisputeFacts([
      DisputeFacts.Shown(.agreed(price: Money(minorUnits: 12_00, .euro)), by: Self.name(1)),
      DisputeFacts.Shown(.promised(by: .seller, item: "goods", due: Self.time), by: Self.name(1)),
      DisputeFacts.Shown(.gave(by: .seller, item: "goods", at: Self.time, confirmed: true), by: Self.name(2)),
    ])
    #expect(
      DisputeRule.decide(unpaid, on: Self.demand(.notPaid), stance: .contests)
        == .decided(.pays(Money(minorUnits: 12_00, .euro), to: .seller), [.deliveredAndUnpaid]))
  }

  @Test func contradictionsAreForPeople() {
    var facts = Self.sold()
    facts.add(.contradiction, by: Self.name(9))
    #expect(
      DisputeRule.decide(facts, on: Self.demand(.notDelivered, at: 100), stance: nil)
        == .needsJudgement([.whichEvidenceIsTrue], atLeast: .nothing))
  }

  /// Ordered, agreed and paid; goods were promised by ten seconds later.
  private static func sold() -> DisputeFacts {
    let price = Money(minorUnits: 12_00, .euro)
    return DisputeFacts([
      DisputeFacts.Shown(.ordered(by: RandomDispute.keys[0]), by: name(0)),
      DisputeFacts.Shown(.agreed(price: price), by: name(1)), DisputeFacts.Shown(.paid(price, at: time), by: name(2)),
      DisputeFacts.Shown(
        .promised(by: .seller, item: "goods", due: time.advanced(by: Span(seconds: 10))), by: name(1)),
    ])
  }

  private static func demand(_ kind: ClaimKind, at seconds: Int64 = 60) -> DisputeDemand {
    DisputeDemand(
      kind: kind, by: kind.claimant, claimant: RandomDispute.keys[0], amount: nil,
      at: time.advanced(by: Span(seconds: seconds)))
  }

  private static func name(_ number: UInt8) -> Digest { Digest(of: [number], for: .document) }
}
