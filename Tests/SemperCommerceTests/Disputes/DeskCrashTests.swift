import SemperArchive
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms
import SemperTesting
import Testing

/// An arbiter's desk dies before and after every durable write of a case, and comes to the same end.
@Suite(.serialized) struct DeskCrashTests {
  typealias Step = @Sendable (DisputeDesk) async throws -> Void

  static func desk(_ world: DisputeWorld, _ archive: InMemoryArchive) -> DisputeDesk {
    DisputeDesk(
      records: archive.records, key: world.fair.arbiterKey, trust: world.fair.trust, times: DisputeWorld.times)
  }

  /// A contested case that is judged, appealed against, judged again and carried out.
  static func steps(_ world: DisputeWorld, _ claim: SignedStatement, _ bundle: EvidenceBundle) -> [Step] {
    let (id, fair) = (claim.digest, world.fair)
    @Sendable func known(_ desk: DisputeDesk) async throws -> DisputeCase {
      try #require(try await desk.dispute(id))
    }
    /// Whoever judges looks at the case first.
    @Sendable func judge(_ desk: DisputeDesk, _ stage: DisputeStage, _ cents: Int64, day: Int64) async throws {
      guard try await known(desk).stage == stage else { return }
      _ = try await desk.judge(
        id, paying: Money(minorUnits: cents, .euro), because: HumanText("Both were heard."),
        at: DisputeWorld.after(day))
    }
    return [
      { _ = try await $0.open(ClaimSubmission(claim, disclosing: bundle), at: DisputeWorld.opened) },
      { desk in
        let answer = try world.answer(await known(desk), .contests)
        _ = try await desk.answer(ClaimSubmission(answer, disclosing: nil), at: DisputeWorld.after(1))
      },
      { try await $0.pass(at: DisputeWorld.after(1)) },
      { try await judge($0, .judging, 4_00, day: 2) },
      { desk in
        let ruling = try #require(try await known(desk).ruling)
        _ = try await desk.appeal(
          world.appeal(ruling.digest, by: fair.buyerKey), in: id, at: DisputeWorld.after(3))
      },
      { try await judge($0, .appealed, 5_00, day: 4) },
      { try await $0.pass(at: DisputeWorld.after(60)) },
      { desk in
        let final = try #require(try await known(desk).final)
        let amount = Money(minorUnits: 5_00, .euro)
        let word = Enforcement(
          bank: fair.bankKey.thumbprint, ruling: final.digest, deal: fair.deal, seller: fair.sellerKey.thumbprint,
          account: fair.buyerKey.thumbprint, amount: amount, paid: amount, issued: DisputeWorld.after(61))
        _ = try await desk.note(SignedStatement(word, signedBy: [fair.bankKey]), in: id, at: DisputeWorld.after(61))
      },
    ]
  }

  @Test func aDeskThatDiesAnywhereComesToTheSameEnd() async throws {
    let world = try await DisputeWorld()
    let (claim, bundle) = try world.claim(.notAsAgreed, 5_00, disclosing: world.buyer.bundle(without: [.choice]))
    let steps = Self.steps(world, claim, bundle)
    let plain = InMemoryArchive()
    for step in steps { try await step(Self.desk(world, plain)) }
    let wanted = try #require(try await Self.desk(world, plain).dispute(claim.digest))
    #expect(wanted.stage == .enforced && wanted.finalContent?.remedy.amount(for: .buyer)?.minorUnits == 5_00)
    // The second time that something is due, nothing is.
    #expect(plain.writes.count == steps.count - 1)
    for write in 1...plain.writes.count {
      for side in CrashPoint.Side.allCases {
        var archive = InMemoryArchive().reopened(crash: CrashPoint(write: write, side))
        var deaths = 0
        // Whatever is said or done again changes nothing.
        for step in steps.flatMap({ [$0, $0] }) {
          do {
            try await step(Self.desk(world, archive))
          } catch  where archive.hasCrashed {
            archive = archive.reopened()
            deaths += 1
            try await step(Self.desk(world, archive))
          }
        }
        let end = try #require(try await Self.desk(world, archive).dispute(claim.digest))
        #expect(deaths == 1 && Self.shape(end) == Self.shape(wanted), "\(side) write \(write)")
        #expect(
          try await Self.noted(world, archive) == [end.ruling?.digest, end.final?.digest], "\(side) write \(write)")
        let open = try await Self.desk(world, archive).all(open: true)
        #expect(open.isEmpty, "\(side) write \(write)")
      }
    }
  }

  /// The rulings in the arbiter's log.
  private static func noted(_ world: DisputeWorld, _ archive: InMemoryArchive) async throws -> [Digest?] {
    let arbiter = Arbiter(
      records: archive.records, signingKey: world.fair.arbiterKey, sealingKey: world.fair.arbiterSeal, epoch: 1,
      policy: Fair.policy, data: TestDataStore())
    return try await arbiter.decisions(from: 0, limit: 10).map { signed -> Digest? in
      let notice = try VerifiedStatement<LogNotice>(
        verifying: signed, keys: KeySet([world.fair.arbiterKey.publicKey])
      ).content
      guard case .ruled(let ruling) = notice.event else { return nil }
      return ruling
    }
  }

  @Test func anArbiterThatDecidesNothingRulesNothing() async throws {
    let (world, archive) = (try await DisputeWorld(), InMemoryArchive())
    let (claim, bundle) = try world.claim(.notAsAgreed)
    let stopped = DisputeDesk(
      records: archive.records, key: world.fair.arbiterKey, trust: world.fair.trust, times: DisputeWorld.times
    ) { false }
    _ = try await stopped.open(ClaimSubmission(claim, disclosing: bundle), at: DisputeWorld.opened)
    try await stopped.pass(at: DisputeWorld.after(8))
    #expect(try await stopped.dispute(claim.digest)?.stage == .hearing)
    try await Self.desk(world, archive).pass(at: DisputeWorld.after(8))
    let ruling = try #require(try await stopped.dispute(claim.digest)?.ruling)
    _ = try await stopped.appeal(
      world.appeal(ruling.digest, by: world.fair.buyerKey), in: claim.digest, at: DisputeWorld.after(9))
    let refusal = try await #require(throws: Refusal.self) {
      try await stopped.judge(
        claim.digest, paying: nil, because: HumanText("Both were heard."), at: DisputeWorld.after(10))
    }
    #expect(refusal.code == .unavailable)
    #expect(try await stopped.dispute(claim.digest)?.stage == .appealed)
  }

  /// What a case comes to, without its signatures, which are others each time.
  private static func shape(_ dispute: DisputeCase) -> [Digest?] {
    [
      dispute.claim.digest, dispute.answer?.digest, dispute.ruling?.digest, dispute.appeal?.digest,
      dispute.final?.digest, dispute.enforcement?.digest,
    ]
  }

  @Test func moreClaimsAboutADealThanThereMayBeAreRefused() async throws {
    let world = try await DisputeWorld()
    let desk = Self.desk(world, InMemoryArchive())
    func open(_ number: Int64) async throws {
      let (claim, bundle) = try world.claim(.notAsAgreed, number)
      _ = try await desk.open(ClaimSubmission(claim, disclosing: bundle), at: DisputeWorld.opened)
    }
    for number in 1...8 { try await open(Int64(number)) }
    try await open(1)
    let refusal = await #expect(throws: Refusal.self) { try await open(9) }
    #expect(refusal?.code == .overloaded)
    #expect(try await desk.unheard().count == 8)
    let all = try await desk.unheard()
    #expect(try await desk.unheard(after: all[2].id) == Array(all[3...]))
  }
}
