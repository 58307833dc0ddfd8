import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments
import SemperServers
import SemperWallet
import Testing

/// What was paid in a deal, under a lock, is given back at the seller's till, over real HTTP; the wallet takes it by itself.
@Suite(.serialized) struct DealRefundTests {
  private static let patience = Span(seconds: 30)

  @Test(arguments: ["testmoney", "ecash", "set", "sepa-inst", "chipper"])
  func whatWasPaidInADealIsGivenBackInParts(_ system: String) async throws {
    var setting = Market.Setting()
    setting.takesCards = system == "set"
    try await Market.run(setting) { market in
      let (wallet, sale) = try await Self.bought(system, in: market)
      let paid = try await Self.wealth(wallet)
      try await market.refund(sale, 1_25)
      let back = try await wallet.takeRefunds(of: sale, patience: Self.patience)
      #expect(back.deals.map(\.refunded.minorUnits) == [1_25] && back.deals.first?.system.name == system)
      #expect(try await Self.wealth(wallet) == paid + 1_25)
      try wallet.close()

      // The next command that goes on with deals takes the rest by itself, once, and says so.
      try await market.refund(sale, 75)
      let display = NotingDisplay()
      let next = try await market.reopened(display: display)
      defer { try? next.close() }
      for _ in 0..<2 { _ = try await next.resume() }
      #expect(try await Self.wealth(next) == paid + 2_00)
      let note = "Test shop has given back €0.75 of what you paid for Ein kleiner Kurs."
      #expect(display.notes == [note], "\(display.notes)")

      // All refunds of a deal together are never more than was paid in it.
      let tooMuch = await #expect(throws: Refusal.self) { try await market.refund(sale, 5_51) }
      #expect(tooMuch?.code == .refundExceeded)
      try await market.refund(sale, nil)
      let all = try await next.takeRefunds(patience: Self.patience)
      #expect(all.deals.map(\.refunded.minorUnits) == [7_50])
      #expect(try await Self.wealth(next) == paid + 7_50)
      #expect(try await market.deals().map(\.refunded?.minorUnits) == [7_50])
      try await Self.requireNamed(sale, system, next, market)
    }
  }

  /// Both sides' statements name the deal wherever it moved money on an account or card of theirs, and nothing else.
  private static func requireNamed(
    _ sale: ID<Sale>, _ system: String, _ wallet: WalletHome, _ market: Market
  ) async throws {
    guard case .statement(let taken) = try await market.till(.statement(system)) else {
      throw CodingError(.wrongForm, "a statement is expected")
    }
    let deal = PaidSale.Subject.deal(try ID(bytes: sale.bytes), title: "Ein kleiner Kurs")
    let spent = try await wallet.statement(of: system)
    let (named, own) = (taken.filter { !$0.payments.isEmpty }, spent.filter { !$0.payments.isEmpty })
    #expect(named.map(\.amount.minorUnits) == [7_50, -1_25, -75, -5_50])
    #expect((named.flatMap(\.payments) + own.flatMap(\.payments)).allSatisfy { $0.subject == deal })
    // Coins pass no account of their payer's, and what comes back of a chip card's payment comes to the owner's account.
    let expected: [Int64] =
      switch system {
      case "ecash": []
      case "chipper": [-7_50]
      default: [-7_50, 1_25, 75, 5_50]
      }
    #expect(own.map(\.amount.minorUnits) == expected)
    let others = taken.filter(\.payments.isEmpty).map(\.purpose) + spent.filter(\.payments.isEmpty).map(\.purpose)
    #expect(Set(others).isSubset(of: ["grant", "withdraw", "load"]), "\(others)")
  }

  /// Whatever the wallet has said and heard when it dies, the money comes back once.
  @Test(arguments: ["testmoney", "ecash", "sepa-inst", "chipper"])
  func aWalletThatDiesGetsItOnce(_ system: String) async throws {
    try await Market.run { market in
      let (first, sale) = try await Self.bought(system, in: market)
      let paid = try await Self.wealth(first)
      try first.close()
      var (back, number) = (0, 0)
      while true {
        try await market.refund(sale, 10)
        let network = DyingTransport(market.transport, after: number)
        let dying = try await market.reopened(over: network)
        _ = try? await dying.takeRefunds(of: sale, patience: Span(seconds: 2))
        try dying.close()
        let wallet = try await market.reopened()
        _ = try await wallet.takeRefunds(of: sale, patience: Self.patience)
        back += 10
        #expect(try await Self.wealth(wallet) == paid + back, "dead after \(number) requests")
        try wallet.close()
        if !network.isDead { break }
        number += 1
      }
      #expect(number > 1)
    }
  }

  /// A shop that is killed and started again between the refund and its taking has forgotten nothing.
  @Test func aShopRemembersWhatItGivesBack() async throws {
    try await Market.run { market in
      let (wallet, sale) = try await Self.bought("testmoney", in: market)
      defer { try? wallet.close() }
      let paid = try await Self.wealth(wallet)
      try await market.refund(sale, 7_50)
      try await market.shop.restart()
      _ = try await wallet.takeRefunds(patience: Self.patience)
      #expect(try await Self.wealth(wallet) == paid + 7_50)
    }
  }

  @Test func whatWasNotSoldIsNotGivenBack() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      var generator = SystemRandomNumberGenerator()
      let sale = ID<Sale>(using: &generator)
      let refusal = await #expect(throws: Refusal.self) { try await market.refund(sale, 1_00) }
      #expect(refusal?.code == .unknownPayment)
      let unknown = await #expect(throws: WalletError.self) {
        try await wallet.takeRefunds(of: sale, patience: Self.patience)
      }
      #expect(unknown?.code == .notFound)
    }
  }

  /// A wallet that has bought the course, and the deal when the shop has its money.
  private static func bought(_ system: String, in market: Market) async throws -> (WalletHome, ID<Sale>) {
    var wallet = try await market.wallet()
    if let cards = market.cards {
      try await wallet.insertCard(from: cards.address)
      try wallet.close()
      wallet = try await market.reopened()
    }
    if system == "chipper" { wallet = try await market.withChipCard(wallet) }
    let machine = try await wallet.buy(
      code: market.code(), at: market.shop.address, patience: patience, paying: system)
    let summary = try #require(DealSummary(machine))
    #expect(summary.outcome == .completed && summary.payment?.system.name == system)
    while try await market.deals().isEmpty { await Task.yield() }
    return (wallet, try ID(bytes: summary.deal.bytes))
  }

  /// Coins, coins on their way, the account, the card's account and the chip card together.
  private static func wealth(_ wallet: WalletHome) async throws -> Int {
    let coins = try await wallet.purse.balance()
    let card = try await wallet.cardBalance()?.minorUnits ?? 0
    let chip = try await wallet.chipBalance()?.minorUnits ?? 0
    return Int(
      try await wallet.accountBalance().minorUnits + chip + coins.available.minorUnits + coins.inFlight.minorUnits
        + card)
  }
}

extension Market {
  func deals() async throws -> [TillDeal] {
    guard case .deals(let deals) = try await till(.deals) else { throw CodingError(.missing, "deals are expected") }
    return deals
  }
}
