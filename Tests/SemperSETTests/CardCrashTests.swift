import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// Cardholder, merchant and gateway, each a process on SQLite: whoever of them dies just before or just after any of its durable
/// writes, the money moves once, and all go on with what they wrote down.
@Suite struct CardCrashTests {
  enum Party: String, Sendable, CaseIterable { case cardholder, merchant, gateway }
  enum Ending: String, Sendable, CaseIterable { case paid, givenBack }

  private struct StillTime: TimeSource {
    func now() async -> Timestamp { Market.now }
    func wait(until time: Timestamp) async throws {}
  }

  /// A market whose books lie in a file that each run copies.
  private struct Founded: Sendable {
    let market: TestMarket
    let books: MortalRecords

    static let shared = Task { () async throws -> Founded in
      let books = try MortalRecords("founding", in: TemporaryDirectory())
      var generator = SystemRandomNumberGenerator()
      let market = try await TestMarket(
        records: books, grant: Market.grant, bits: Market.bits, using: &generator, at: Market.now)
      return Founded(market: market, books: books)
    }
  }

  /// One run.
  private struct World {
    let market: TestMarket
    let lock: LockOf
    let stores: [Party: MortalRecords]
    let purse: CardPurse
    let till: CardTill

    init(_ founded: Founded, killing victim: (party: Party, crash: CrashPoint)?) throws {
      let directory = try TemporaryDirectory()
      func store(_ party: Party) throws -> MortalRecords {
        try MortalRecords(
          party.rawValue, in: directory, from: party == .gateway ? founded.books.path : nil,
          crash: victim?.party == party ? victim?.crash : nil)
      }
      let (cardholder, merchant, books) = (try store(.cardholder), try store(.merchant), try store(.gateway))
      market = founded.market
      let lock = LockOf(market)
      let gateway = Gateway(market.gateway.configuration, cards: market.gateway.cards, records: books)
      let arbiter: @Sendable (Thumbprint) async throws -> PublicKey? = { [key = lock.arbiter.publicKey] in
        $0 == key.thumbprint ? key : nil
      }
      let till = CardTill(
        desk: market.merchant, gateway: gateway, records: merchant, time: StillTime(), arbiterKey: arbiter)
      purse = CardPurse(
        desk: market.cardholder, merchant: till, payee: market.merchant.merchant, gateway: gateway,
        refund: lock.refund, records: cardholder, time: StillTime(), arbiterKey: arbiter)
      self.lock = lock
      self.till = till
      stores = [.cardholder: cardholder, .merchant: merchant, .gateway: books]
    }

    /// Plays to the end, restarting whoever has died; returns how often that was.
    func play(to ending: Ending) async throws -> Int {
      var deaths = 0
      while true {
        do {
          try await once(ending)
          return deaths
        } catch {
          let dead = stores.values.filter(\.isDead)
          guard !dead.isEmpty, deaths < 3 else { throw error }
          deaths += dead.count
          for store in dead { try store.restart() }
        }
      }
    }

    private func once(_ ending: Ending) async throws {
      _ = try await purse.lock(lock.terms)
      switch ending {
      case .paid:
        let outcome = try await till.claim(lock.terms, with: .opening(lock.opening))
        #expect(outcome.content.ending == .claimed)
      case .givenBack:
        guard case .decision(let abort, _) = try lock.decision(.aborted) else { return }
        #expect(try await purse.refund(lock.terms, with: abort).content.ending == .refunded)
      }
    }

    func requireOnce(_ ending: Ending) async throws {
      let books = try #require(stores[.gateway])
      let accounts: [LedgerAccount] = [.customer(market.buyer), .customer(market.seller), .locks]
      let (audit, units) = try await books.read { reader in
        (try LedgerAudit(reader), try accounts.map { try Ledger.balance(of: $0, in: .euro, reader) ?? 0 })
      }
      let paid = ending == .paid ? lock.terms.amount.minorUnits : 0
      #expect(units == [Market.grant.minorUnits - paid, paid, 0])
      #expect(audit.findings.isEmpty)
    }
  }

  @Test(arguments: Party.allCases, Ending.allCases)
  func whoeverDiesTheMoneyMovesOnce(_ party: Party, _ ending: Ending) async throws {
    let founded = try await Founded.shared.value
    let calm = try World(founded, killing: nil)
    #expect(try await calm.play(to: ending) == 0)
    try await calm.requireOnce(ending)
    let writes = try #require(calm.stores[party]).writes
    #expect(writes >= 3, "too few writes to say anything")
    for write in 1...writes {
      for side in CrashPoint.Side.allCases {
        let world = try World(founded, killing: (party, CrashPoint(write: write, side)))
        #expect(try await world.play(to: ending) == 1, "\(party) dies \(side) write \(write)")
        try await world.requireOnce(ending)
      }
    }
  }
}
