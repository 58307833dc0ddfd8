import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A gateway with books of its own, and a card in its brand that another bank has issued, which answers as a test says.
struct IssuerScene {
  let market: TestMarket
  let records: any Records = InMemoryArchive().records
  let issuer = TestIssuer()
  let cards = CardFile(key: Nonce.fresh)
  let gateway: Gateway

  init() async throws {
    market = try await Market.shared.value
    gateway = Gateway(market.gateway.configuration, cards: cards, records: records, issuer: issuer)
    let (cards, card, accounts) = (cards, market.cardholder.card, [market.seller, market.buyer])
    try await records.transact { transaction in
      for account in accounts { _ = try Ledger.open(.customer(account), in: .euro, transaction) }
      try cards.admit(card.number, card.expiry, code: TestMarket.code, transaction)
    }
    try await gateway.enrol(market.merchant.merchant, account: market.seller)
  }

  /// The same gateway, as a process of which a test is told before each of its transactions.
  func gateway(_ before: @escaping @Sendable () async throws -> Void) -> Gateway {
    Gateway(
      gateway.configuration, cards: cards, records: WatchedRecords(records: records, before: before), issuer: issuer)
  }

  func purchase(captureNow: Bool = false, lock: LockOf? = nil) throws -> Purchase {
    try Purchase(
      Market.order(lock: lock.map { lock in { _ in lock } }, in: market), in: market, captureNow: captureNow)
  }

  func judged(_ purchase: Purchase) async throws -> Approval {
    try market.merchant.approval(
      try await gateway.answer(purchase.authReq, at: Market.now), to: purchase.asked, at: Market.now)
  }

  /// A purchase for 25.00 that the issuer has approved.
  func approved(captureNow: Bool = false, lock: LockOf? = nil) async throws -> Approval {
    let approval = try await judged(purchase(captureNow: captureNow, lock: lock))
    #expect(approval.isApproved)
    return approval
  }

  func capture(_ approval: Approval, units: Int64 = 25_00, title: LockTitle? = nil) async throws -> SETCheck? {
    var generator = SystemRandomNumberGenerator()
    let (asked, message) = try market.merchant.capture(
      approval, amount: Money(minorUnits: units, .euro), title: title, using: &generator, at: Market.now)
    let answer = try await gateway.answer(message, at: Market.now)
    return try check { _ = try market.merchant.captured(answer, to: asked, at: Market.now) }
  }

  /// What the merchant has, and what stands under holds.
  func expect(
    merchant: Int64, held: Int64, _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let accounts: [LedgerAccount] = [.customer(market.seller), .locks]
    let units = try await records.read { reader in
      try accounts.map { try Ledger.balance(of: $0, in: .euro, reader) ?? 0 }
    }
    #expect(units == [merchant, held], sourceLocation: location)
  }

  func block() async throws {
    let (cards, card) = (cards, market.cardholder.card)
    try await records.transact { try cards.block(card.number, card.expiry, $0) }
  }
}
