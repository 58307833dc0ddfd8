import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCommerce
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperWallet
import Testing

@testable import SemperServers

/// The bank carries out final rulings on deals that its customers have signed, and nothing else.
@Suite(.serialized) struct RulingTests {
  private static let bought = Task { try await Market.run { try await RuledDeal.bought(in: $0) } }
  private let archive = InMemoryArchive()
  private let stranger = SigningKey().thumbprint

  private func bank(_ deal: RuledDeal, on archive: InMemoryArchive) -> Bank {
    Bank(
      records: archive.records, name: deal.bank.thumbprint, currency: .euro, grant: Money(minorUnits: 0, .euro))
  }

  private func office(_ deal: RuledDeal, on archive: InMemoryArchive) -> RulingOffice {
    RulingOffice(bank: bank(deal, on: archive), key: deal.bank, time: VirtualTime(now: RuledDeal.now))
  }

  private func enforced(_ deal: RuledDeal, _ ruling: SignedStatement) async throws -> Enforcement {
    let word = try await office(deal, on: archive).enforce(deal.order(ruling), at: RuledDeal.now)
    return try VerifiedStatement<Enforcement>(verifying: word, keys: KeySet([deal.bank.publicKey])).content
  }

  /// Puts so much on an account, from nowhere.
  private func give(_ cents: Int64, to owner: Thumbprint) async throws {
    try await archive.records.transact { transaction in
      _ = try Ledger.open(.customer(owner), in: .euro, transaction)
      guard cents > 0 else { return }
      var generator = SystemRandomNumberGenerator()
      try Ledger.post(
        LedgerPosting(
          operation: ID(using: &generator), purpose: .grant, currency: .euro,
          lines: [LedgerLine(.playMoney, -cents), LedgerLine(.customer(owner), cents)], time: RuledDeal.now),
        transaction)
    }
  }

  private func held(_ owner: Thumbprint, _ archive: InMemoryArchive? = nil) async throws -> Int64? {
    try await (archive ?? self.archive).records.read { try Ledger.balance(of: .customer(owner), in: .euro, $0) }
  }

  @Test func moneyIsMovedOnceAndWhatIsMissingFromTheNextTakings() async throws {
    let deal = try await Self.bought.value
    let (seller, buyer) = (try #require(deal.seller), deal.buyer.thumbprint)
    try await give(3_00, to: seller)
    let ruling = try deal.ruling(5_00)
    for _ in 0..<2 {
      let word = try await enforced(deal, ruling)
      #expect(word.paid.minorUnits == 3_00 && word.owed.minorUnits == 2_00 && word.ruling == ruling.digest)
    }
    #expect(try await [held(seller), held(buyer)] == [0, 3_00])
    try await give(1_50, to: seller)
    #expect(try await [held(seller), held(buyer)] == [0, 4_50], "the seller cannot draw it before")
    try await give(1_50, to: seller)
    #expect(try await enforced(deal, ruling).owed.minorUnits == 0)
    #expect(try await [held(seller), held(buyer)] == [1_00, 5_00])

    // All rulings on a deal together give back what it has cost and no more.
    #expect(try await enforced(deal, deal.ruling(2_50, on: 2)).owed.minorUnits == 1_50)
    let more = await #expect(throws: Refusal.self) { try await enforced(deal, deal.ruling(1, on: 3)) }
    #expect(more?.code == .limitExceeded)
    let other = await #expect(throws: Refusal.self) { try await enforced(deal, deal.ruling(4_00)) }
    #expect(other?.code == .alreadyDecided, "another final ruling on the same claim")
    #expect(try await bank(deal, on: archive).audit().findings.isEmpty)
  }

  @Test func whatIsNoTitleMovesNothing() async throws {
    let deal = try await Self.bought.value
    let (seller, other) = (try #require(deal.seller), SigningKey())
    var generator = SystemRandomNumberGenerator()
    let office = office(deal, on: archive)
    let unknown = await #expect(throws: Refusal.self) {
      try await office.enforce(deal.order(deal.ruling(1_00)), at: RuledDeal.now)
    }
    #expect(unknown?.code == .unknownAccount, "the seller has no account here")
    try await give(50_00, to: seller)
    let final = try deal.ruling(1_00)
    for (what, order) in [
      ("not final", try deal.order(deal.ruling(1_00, isFinal: false))),
      ("by another arbiter than the offer's", try deal.order(deal.ruling(1_00, by: other))),
      ("by another arbiter who is the buyer", try deal.order(deal.ruling(1_00, by: deal.buyer))),
      ("asked by another than the buyer", try deal.order(final, by: other)),
      ("asked by the arbiter", try deal.order(final, by: deal.arbiter)),
      ("of another bank", try deal.order(final, at: other.thumbprint)),
      ("on another deal", try deal.order(deal.ruling(1_00, about: ID(using: &generator)))),
      ("more than the price", try deal.order(deal.ruling(7_51))),
      ("nothing", try deal.order(deal.ruling(0))),
      ("for an account that is not there", try deal.order(final, to: stranger)),
      ("for the seller itself", try deal.order(final, to: seller)),
      ("something else than an order", final),
    ] {
      await #expect(throws: Refusal.self, "\(what)") { try await office.enforce(order, at: RuledDeal.now) }
      #expect(try await held(seller) == 50_00, "\(what)")
    }
    let elsewhere = RulingOffice(
      bank: bank(deal, on: archive), key: other, time: VirtualTime(now: RuledDeal.now))
    await #expect(throws: Refusal.self, "a bank that the offer does not name") {
      try await elsewhere.enforce(deal.order(final, at: other.thumbprint), at: RuledDeal.now)
    }
    #expect(try await held(seller) == 50_00)
  }

  @Test func aBankThatDiesAtAnyWriteMovesItOnce() async throws {
    let deal = try await Self.bought.value
    let (seller, buyer) = (try #require(deal.seller), deal.buyer.thumbprint)
    try await give(3_00, to: seller)
    let (before, order) = (archive.writes.count, try deal.order(deal.ruling(2_00)))
    _ = try await office(deal, on: archive).enforce(order, at: RuledDeal.now)
    for write in 1...(archive.writes.count - before) {
      for side in CrashPoint.Side.allCases {
        let world = RulingTests()
        try await world.give(3_00, to: seller)
        let dying = world.archive.reopened(
          crash: CrashPoint(write: world.archive.writes.count + write, side))
        _ = try? await office(deal, on: dying).enforce(order, at: RuledDeal.now)
        #expect(dying.hasCrashed)
        let next = dying.reopened()
        let word = try await office(deal, on: next).enforce(order, at: RuledDeal.now)
        #expect(word.journalled(as: Enforcement.self).owed.minorUnits == 0)
        #expect(try await [held(seller, next), held(buyer, next)] == [1_00, 2_00], "\(side) write \(write)")
      }
    }
  }

  /// At a real bank, over its route.
  @Test func theBankAnswersAtItsAddress() async throws {
    try await Market.run { market in
      let (wallet, bundle) = try await RuledDeal.bundle(in: market)
      let buyer = try RuledDeal.buyer(of: bundle, wallet)
      let offer = try #require(bundle.offer)
      await market.arbiter.drop()
      let deal = RuledDeal(
        bundle: bundle, buyer: buyer, arbiter: try await RuledDeal.key(of: "arbiter", in: market), bank: SigningKey())
      let client = RulingClient(
        transport: market.transport, address: offer.bank.address, bank: offer.bank.key)
      let order = try VerifiedStatement<EnforceOrder>(
        verifying: deal.order(
          deal.ruling(2_00), to: WalletKeys(seed: wallet.home.seed(passphrase: "test")).account.thumbprint,
          at: offer.bank.key.thumbprint),
        keys: KeySet())
      let before = try await wallet.accountBalance()
      for _ in 0..<2 {
        #expect(try await client.enforce(order).content.paid.minorUnits == 2_00)
        #expect(try await wallet.accountBalance().minorUnits == before.minorUnits + 2_00)
      }
      let forged = try VerifiedStatement<EnforceOrder>(
        verifying: deal.order(deal.ruling(2_00, on: 2, by: SigningKey()), at: offer.bank.key.thumbprint),
        keys: KeySet())
      await #expect(throws: Refusal.self) { try await client.enforce(forged) }
      try wallet.close()
    }
  }
}
