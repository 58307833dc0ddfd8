import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperPayments
import SemperServers
import SemperWallet
import Testing

/// Deals that are paid with what both payment managers have come to, over real HTTP.
@Suite struct PaidDealTests {
  @Test(arguments: ["testmoney", "ecash", "sepa-inst"])
  func eachSystemPaysADeal(_ system: String) async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let account = try await wallet.accountBalance().minorUnits
      let machine = try await wallet.buy(
        code: market.code(), at: market.shop.address, patience: Span(seconds: 30), paying: system)
      let summary = try #require(DealSummary(machine))
      #expect(summary.outcome == .completed)
      #expect(summary.payment?.system.name == system && summary.payment?.level == .strongWithWindow)
      // 7.50 left the account or the coins, and nothing the other.
      let coins = try await wallet.purse.balance().available.minorUnits
      let left = try await wallet.accountBalance().minorUnits
      #expect([left, coins] == (system == "ecash" ? [account, 12_50] : [account - 7_50, 20_00]))
      // Anybody sees from the evidence alone how it was paid.
      let bundle = try await wallet.bundle(of: summary.deal)
      let order = try #require(bundle.statements(of: .order).first)
      let payment = try #require(try VerifiedStatement<Order>(verifying: order, keys: KeySet()).content.payment)
      let seller = try #require(machine.record).offer.seller.thumbprint
      #expect(try AgreedPayment(verifying: payment.agreement, payee: seller).terms.scheme.name == system)
    }
  }

  @Test func aSystemThatTheWalletHasNotIsRefusedByName() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      await #expect(throws: WalletError.self) {
        try await wallet.buy(
          code: market.code(), at: market.shop.address, patience: Span(seconds: 30), paying: "shells")
      }
      #expect(try await wallet.deals.all().isEmpty)
    }
  }

  @Test func theManagersTakeWhatHasTheMoney() async throws {
    try await Market.run { market in
      // Nothing was withdrawn, so there are no coins.
      let wallet = try await market.wallet(withdrawing: nil)
      defer { try? wallet.close() }
      let machine = try await wallet.buy(
        code: market.code(), at: market.shop.address, patience: Span(seconds: 30))
      #expect(DealSummary(machine)?.outcome == .completed && DealSummary(machine)?.payment?.system.name == "testmoney")
    }
  }

  /// What was agreed for one deal pays no other, and nothing can be taken out of an order.
  @Test func anAgreementPaysItsOwnDealOnly() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let found = try await wallet.find(code: market.code(), at: market.shop.address)
      let (deal, other) = (BuyerDeals.draw(), BuyerDeals.draw())
      let payment = try await wallet.payments.agree(
        on: found, for: deal, preferences: wallet.payments.preferences(paying: nil))
      let (offer, digest) = (found.offer.content, found.offer.digest)
      _ = try payment.verified(deal: deal, on: offer, digest)
      let refusal = #expect(throws: Refusal.self) { try payment.verified(deal: other, on: offer, digest) }
      #expect(refusal?.code == .notAsOffered)
      let elsewhere = DealPayment(agreement: payment.agreement, ledger: SigningKey().publicKey)
      let lock = #expect(throws: Refusal.self) { try elsewhere.verified(deal: deal, on: offer, digest) }
      #expect(lock?.code == .lockMissing)
      // The seller takes the same order again, and no other deal with it.
      let stray = try await wallet.deals.open(found, as: other, paying: payment, patience: Span(seconds: 5))
      let machine = try await wallet.deals.run(stray)
      #expect(DealSummary(machine)?.outcome == .refused)
      #expect(try await wallet.purse.balance().available.minorUnits == 20_00)
    }
  }

  /// The receipts of coins and of account money are alike, so a buyer may lock by another system than was agreed. The seller gets
  /// the money for what it gives all the same.
  @Test func whatIsLockedByAnotherSystemIsClaimedAllTheSame() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let account = try await wallet.accountBalance().minorUnits
      let found = try await wallet.find(code: market.code(), at: market.shop.address)
      let deal = BuyerDeals.draw()
      let payment = try await wallet.payments.agree(
        on: found, for: deal, preferences: wallet.payments.preferences(paying: "testmoney"))
      _ = try await wallet.deals.open(found, as: deal, paying: payment, patience: Span(seconds: 30))
      // This buyer knows no agreement and locks coins.
      let machine = try await market.dealsWithoutManager(of: wallet).run(deal)
      #expect(DealSummary(machine)?.outcome == .completed)
      #expect(try await wallet.accountBalance().minorUnits == account)
      #expect(try await wallet.purse.balance().available.minorUnits == 12_50)
      let exchange = try #require(machine.record?.exchange?.terms.id)
      var endings: [JSON?] = []
      while endings.isEmpty || endings.contains(where: { $0 == nil }) {
        let locks = try await market.get("/locks/\(Base64URL.encode(exchange.bytes))", at: market.bank)
        guard case .array(let statuses) = try CanonicalJSON.parse(locks.body) else { break }
        endings = statuses.map { $0["outcome"] }
      }
      #expect(endings.count == 1)
    }
  }

  @Test func theShopSaysWhatItTakesAndHowFairThatIs() async throws {
    try await Market.run { market in
      guard case .array(let means) = try CanonicalJSON.parse(await market.get("/payments/means").body) else {
        throw CodingError(.wrongForm, "a list is expected")
      }
      let systems = try Set(means.map { try String(json: $0["system"] ?? .null) })
      #expect(systems == ["ecash/1", "chipper/1", "testmoney/1", "sepa-inst/1"])
      #expect(try means.allSatisfy { try FairnessLevel(json: $0["level"] ?? .null) == .strongWithWindow })
      // A module at the bank is asked there; only one of the shop's own could check a purse by itself.
      let chipper = try #require(means.first { $0["system"] == "chipper/1".json })
      #expect(try !PaymentProperties(json: chipper["properties"] ?? .null).checksOffline)
    }
  }
}
