import Foundation
import SemperArchiveSQLite
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

/// Payments outside deals, over real HTTP: the seller makes a bill at its till, the buyer pays it, and gets some of it back.
@Suite(.serialized) struct BillTests {
  private static let patience = Span(seconds: 30)

  @Test(arguments: ["testmoney", "ecash", "chipper"])
  func aBillIsPaidOnceAndGivenBackInParts(_ system: String) async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, system)
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let bill = try await market.bill(3_50)
      let link = try BillLink(bill.link)
      for _ in 0..<2 {
        let paid = try await wallet.pay(wallet.find(link), paying: system, patience: Self.patience)
        #expect(paid.state == .settled && paid.system.name == system && paid.refunded?.minorUnits == 0)
        #expect(try await Self.wealth(wallet) == before - 3_50)
      }
      let stands = try #require(try await market.bills().first)
      #expect(stands.state == .settled && stands.system?.name == system)
      try await market.refund(bill, 1_25)
      try await market.refund(bill, 75)
      let back = try await wallet.takeRefunds(of: ID(bytes: link.bill.bytes), patience: Self.patience)
      #expect(back.bills.map(\.refunded?.minorUnits) == [2_00])
      #expect(try await Self.wealth(wallet) == before - 1_50)
      try await Self.requireNamed(bill, system, wallet, market)
      // No more comes back than was paid, and a payment of nothing that was not paid.
      let tooMuch = await #expect(throws: Refusal.self) { try await market.refund(bill, 1_51) }
      #expect(tooMuch?.code == .refundExceeded)
      let unpaid = try await market.bill(1_00)
      let nothing = await #expect(throws: Refusal.self) { try await market.refund(unpaid, 1_00) }
      #expect(nothing?.code == .unknownPayment)
    }
  }

  /// Who was paid 3.50 and gave 1.25 and 0.75 back finds the bill by each of these, as far as an account tells of them.
  private static func requireNamed(
    _ bill: TillBill, _ system: String, _ wallet: WalletHome, _ market: Market
  ) async throws {
    guard case .statement(let taken) = try await market.till(.statement(system)) else {
      throw CodingError(.wrongForm, "a statement is expected")
    }
    let subject = PaidSale.Subject.bill(bill.bill.id, title: bill.bill.title.text)
    let named = taken.filter { !$0.payments.isEmpty }
    #expect(named.map(\.amount.minorUnits) == [3_50, -1_25, -75])
    let own = try await wallet.statement(of: system).filter { !$0.payments.isEmpty }
    let spent: [String: [Int64]] = ["testmoney": [-3_50, 1_25, 75], "chipper": [-3_50]]
    #expect(own.map(\.amount.minorUnits) == spent[system] ?? [])
    #expect((named.flatMap(\.payments) + own.flatMap(\.payments)).allSatisfy { $0.subject == subject })
  }

  /// Whatever the wallet has said and heard when it dies, it pays once when it is started again.
  @Test(arguments: ["testmoney", "ecash", "chipper"])
  func aWalletThatDiesPaysOnce(_ system: String) async throws {
    try await Market.run { market in
      let first = try await Self.wallet(market, system)
      let before = try await Self.wealth(first)
      try first.close()
      var (paid, number) = (0, 0)
      while true {
        let link = try BillLink(await market.bill(50).link)
        let network = DyingTransport(market.transport, after: number)
        let dying = try await market.reopened(over: network)
        _ = try? await dying.pay(dying.find(link), paying: system, patience: Span(seconds: 2))
        try dying.close()
        let wallet = try await market.reopened()
        let end = try await wallet.pay(wallet.find(link), paying: system, patience: Self.patience)
        #expect(end.state == .settled, "dead after \(number) requests: \(String(describing: end.refusal))")
        paid += 50
        #expect(try await Self.wealth(wallet) == before - paid, "dead after \(number) requests")
        try wallet.close()
        if !network.isDead { break }
        number += 1
      }
      #expect(number > 3)
      #expect(try await market.bills().allSatisfy { $0.state == .settled })
    }
  }

  /// What is due runs with the time: it is paid as it comes, until the seller stops the meter, and what was paid is what both sides say.
  @Test func aMeterIsPaidUntilItIsStopped() async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, "chipper")
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let bill = try await market.bill(5_00, each: 10)
      let found = try await wallet.find(BillLink(bill.link))
      async let paying = wallet.pay(found, patience: Span(seconds: 120))
      while try await market.bills().first?.state.map({ $0 == .journaled }) ?? true { await Task.yield() }
      guard case .bills(let stopped) = try await market.till(.stop(ID(bytes: bill.bill.id.bytes))) else {
        throw CodingError(.wrongForm, "a bill is expected")
      }
      #expect(stopped.map(\.bill.id) == [bill.bill.id])
      let paid = try await paying
      let amount = try #require(paid.paid?.minorUnits)
      #expect(paid.state == .settled && amount > 0 && amount < 5_00 && amount % 10 == 0, "\(amount)")
      #expect(try await Self.wealth(wallet) == before - Int(amount))
      let stands = try #require(try await market.bills().first)
      #expect(stands.state == .settled && stands.paid == paid.paid)
      try await market.refund(bill, nil)
      _ = try await wallet.takeRefunds(patience: Self.patience)
      #expect(try await Self.wealth(wallet) == before)
      // Nothing else is metered, and no system that pays at once takes such a bill.
      let atOnce = try await market.bill(1_00)
      await #expect(throws: Refusal.self) { _ = try await market.till(.stop(ID(bytes: atOnce.bill.id.bytes))) }
      let other = try await wallet.find(BillLink(await market.bill(1_00, each: 10).link))
      await #expect(throws: (any Error).self) { try await wallet.pay(other, paying: "ecash", patience: Self.patience) }
    }
  }

  /// Nobody stops it: it ends with the bill's amount.
  @Test func aMeterEndsWithTheAmountOfTheBill() async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, "chipper")
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let found = try await wallet.find(BillLink(await market.bill(25, each: 10).link))
      let paid = try await wallet.pay(found, patience: Span(seconds: 120))
      #expect(paid.state == .settled && paid.paid?.minorUnits == 25)
      #expect(try await Self.wealth(wallet) == before - 25)
    }
  }

  /// What a hosted module's bank does by itself is on no menu.
  @Test func aTillWithoutOperationsSaysSo() async throws {
    try await Market.run { market in
      guard case .menu(let menu) = try await market.till(.menu("chipper")) else {
        throw CodingError(.wrongForm, "a menu is expected")
      }
      #expect(menu.isEmpty)
      let refusal = await #expect(throws: Refusal.self) {
        _ = try await market.till(.perform("chipper", operation: "collect", nil, text: nil))
      }
      #expect(refusal?.code == .notSupported)
    }
  }

  /// The bank keeps the shop's module: it and the shop are killed and started again between a bill, its payment and the refund.
  @Test func aBankRemembersWhatAModuleHasTaken() async throws {
    try await Market.run { market in
      let wallet = try await Self.wallet(market, "chipper")
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let bills = [try await market.bill(2_00), try await market.bill(3_00)]
      for bill in bills {
        await market.bank.drop()
        try await market.bank.start()
        let paid = try await wallet.pay(wallet.find(BillLink(bill.link)), paying: "chipper", patience: Self.patience)
        #expect(paid.state == .settled)
      }
      #expect(try await Self.wealth(wallet) == before - 5_00)
      guard case .statement(let lines) = try await market.till(.statement("testmoney")) else {
        throw CodingError(.wrongForm, "a statement is expected")
      }
      #expect(lines.map(\.amount.minorUnits) == [100_00, 2_00, 3_00])
      guard case .statement(let takings) = try await market.till(.statement("chipper")) else {
        throw CodingError(.wrongForm, "a statement is expected")
      }
      #expect(takings == lines && takings.map(\.purpose) == ["grant", "collect", "collect"])
      try await market.shop.restart()
      try await market.refund(bills[0], nil)
      let back = try await wallet.takeRefunds(patience: Self.patience)
      #expect(back.bills.compactMap(\.refunded?.minorUnits).reduce(0, +) == 2_00)
      #expect(try await Self.wealth(wallet) == before - 3_00)
      // It comes onto the account, from where it can be loaded.
      #expect(try await wallet.chipBalance()?.minorUnits == 15_00)
    }
  }

  /// A shop at a bank that keeps no modules says so once, in words, and takes everything else.
  @Test func aShopWithoutAModuleTakesNoChipCards() async throws {
    let log = CapturedLog()
    var setting = Market.Setting()
    (setting.logger, setting.keepsModules) = (log.logger, false)
    try await Market.run(setting) { market in
      let wallet = try await Self.wallet(market, "chipper")
      defer { try? wallet.close() }
      guard case .purses(let purses) = try await market.till(.purses) else {
        throw CodingError(.wrongForm, "purses are expected")
      }
      #expect(Set(purses.map(\.purse.scheme.name)) == ["ecash", "testmoney", "sepa-inst"])
      let link = try BillLink(await market.bill(2_00).link)
      let refusal = await #expect(throws: Refusal.self) {
        try await wallet.pay(wallet.find(link), paying: "chipper", patience: Self.patience)
      }
      #expect(refusal?.code == .noCommonPayment)
      let paid = try await wallet.pay(wallet.find(link), paying: "ecash", patience: Self.patience)
      #expect(paid.state == .settled)
    }
    #expect(log.text.contains("a means of payment is not taken"))
    #expect(log.text.contains("the bank keeps no module for this shop"))
  }

  @Test func whoSaysNoPaysNothing() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet(display: DecliningDisplay(), withoutAsking: false)
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let link = try BillLink(await market.bill(3_50).link)
      let refusal = await #expect(throws: Refusal.self) {
        try await wallet.pay(wallet.find(link), patience: Self.patience)
      }
      #expect(refusal?.code == .userDeclined)
      #expect(try await market.bills().map(\.state) == [nil])
      #expect(try await Self.wealth(wallet) == before)
      #expect(try await wallet.takeRefunds(patience: Self.patience).bills.isEmpty)
    }
  }

  /// A shop that is killed and started again between payment and refund has forgotten nothing.
  @Test func aShopRemembersWhatItWasPaid() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let bill = try await market.bill(2_00)
      let link = try BillLink(bill.link)
      _ = try await wallet.pay(wallet.find(link), paying: "ecash", patience: Self.patience)
      try await market.refund(bill, nil)
      try await market.shop.restart()
      let back = try await wallet.takeRefunds(patience: Self.patience)
      #expect(back.bills.map(\.refunded?.minorUnits) == [2_00])
      #expect(try await Self.wealth(wallet) == before)
    }
  }

  @Test func aTillSaysWithWhatItIsPaidAndWhatHasMoved() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      defer { try? wallet.close() }
      let link = try BillLink(await market.bill(2_00).link)
      _ = try await wallet.pay(wallet.find(link), paying: "testmoney", patience: Self.patience)
      guard case .purses(let purses) = try await market.till(.purses),
        case .statement(let lines) = try await market.till(.statement("testmoney"))
      else { throw CodingError(.wrongForm, "purses and a statement are expected") }
      #expect(Set(purses.map(\.purse.scheme.name)) == ["ecash", "chipper", "testmoney", "sepa-inst"])
      // Both know the bank by its certified name.
      let descriptors = purses.map(\.purse) + wallet.payments.manager.purses
      #expect(Set(descriptors.map(\.bank)) == ["Test bank"])
      // The bank gives every new account some play money.
      #expect(purses.allSatisfy { $0.level == .strongWithWindow })
      // What the wallet tells of its purses is what both are told of the deal.
      let owned = try await wallet.ownedPurses()
      #expect(owned.count == wallet.payments.manager.purses.count && owned.allSatisfy { $0.level == .strongWithWindow })
      #expect(purses.allSatisfy { $0.atBank?.minorUnits == 102_00 })
      #expect(purses.compactMap(\.held?.minorUnits) == [0])
      #expect(lines.map(\.amount.minorUnits) == [100_00, 2_00])
      #expect(Set(lines.map(\.operation)).count == 2 && lines.allSatisfy { $0.operation != nil })
      #expect(lines.map { $0.payments.compactMap(\.subject) } == [[], [.bill(link.bill, title: "Two coffees")]])
      // Between two moments only what moved there.
      let (first, last) = (lines[0].time, lines[1].time)
      for (from, until, expected) in [
        (first, last, lines), (last.advanced(by: Span(seconds: 1_000_000)), nil, []),
        (nil, Timestamp(seconds: first.seconds - 1), []), (last, last, lines.filter { $0.time == last }),
      ] as [(Timestamp?, Timestamp?, [AccountMovement])] {
        #expect(try await market.till(.statement("testmoney", from: from, until: until)) == .statement(expected))
      }
      try await market.shop.restart()
      #expect(try await market.till(.statement("testmoney")) == .statement(lines))
      let unknown = await #expect(throws: Refusal.self) { try await market.till(.statement("shells")) }
      #expect(unknown?.code == .unknownPayment)
    }
  }

  /// Whatever a shop or the network shows of a bill, it is what the seller has signed to be paid for, or it is not paid.
  @Test(arguments: ["amount", "title", "exp"])
  func anotherBillThanWasSignedIsNotPaid(_ member: String) async throws {
    try await Market.run { market in
      let other: JSON =
        switch member {
        case "amount": Money(minorUnits: 50, .euro).json
        case "title": "One coffee".json
        default: Timestamp(seconds: 4_000_000_000).json
        }
      let wallet = try await market.wallet(
        over: RewritingTransport(next: market.transport) { path, json in
          guard path.hasPrefix("/bills/"), let bill = json["bill"], let offer = json["offer"] else { return nil }
          func part(_ name: String) -> JSON? { name == member ? other : bill[name] }
          return .fields([
            "bill": .fields([
              "amount": part("amount"), "exp": part("exp"), "id": part("id"), "title": part("title"),
            ]), "offer": offer,
          ])
        })
      defer { try? wallet.close() }
      let before = try await Self.wealth(wallet)
      let link = try BillLink(await market.bill(3_50).link)
      let refusal = await #expect(throws: Refusal.self) {
        try await wallet.pay(wallet.find(link), patience: Self.patience)
      }
      #expect(refusal?.code == .notAsOffered)
      #expect(try await Self.wealth(wallet) == before)
    }
  }

  @Test func aTillIsItsOwnersAlone() async throws {
    try await Market.run { market in
      let path = market.directory.path(of: "shop") + "/" + TillQuestion.socketName
      let socket = try FileManager.default.attributesOfItem(atPath: path)
      #expect(socket[.posixPermissions] as? Int == 0o600 && socket[.type] as? FileAttributeType == .typeSocket)
      await market.shop.drop()
      #expect(!FileManager.default.fileExists(atPath: path))
      try await market.shop.start()
    }
  }

  @Test(arguments: [
    "", "http://127.0.0.1:1/bills/", "http://127.0.0.1:1/offers/AAAAAAAAAAAAAAAAAAAAAA", "http://shop.example/bills/x",
    "http://127.0.0.1:1/bills/AAAAAAAAAAAAAAAAAAAAAA/more",
  ])
  func whatIsNoLinkToABillIsRefused(_ text: String) {
    #expect(throws: CodingError.self) { try BillLink(text) }
  }

  private static func wallet(_ market: Market, _ system: String) async throws -> WalletHome {
    let wallet = try await market.wallet()
    return system == "chipper" ? try await market.withChipCard(wallet) : wallet
  }

  /// Coins, coins on their way, the account and the chip card together.
  private static func wealth(_ wallet: WalletHome) async throws -> Int {
    let coins = try await wallet.purse.balance()
    let chip = try await wallet.chipBalance()?.minorUnits ?? 0
    return Int(
      try await wallet.accountBalance().minorUnits + chip + coins.available.minorUnits + coins.inFlight.minorUnits)
  }
}

extension Market {
  /// - Parameter each: cents for each second that has begun, where it is metered.
  func bill(_ cents: Int64, each: Int64? = nil) async throws -> TillBill {
    let meter = try each.map { try BillMeter(price: Money(minorUnits: $0, .euro), every: Span(seconds: 1)) }
    let question = TillQuestion.bill(
      Money(minorUnits: cents, .euro), try HumanText("Two coffees"), within: Span(seconds: 600), meter: meter)
    guard case .bills(let bills) = try await till(question), let made = bills.first else {
      throw CodingError(.missing, "a bill is expected")
    }
    return made
  }

  func bills() async throws -> [TillBill] {
    guard case .bills(let bills) = try await till(.bills) else { throw CodingError(.missing, "bills are expected") }
    return bills
  }

  func refund(_ bill: TillBill, _ cents: Int64?) async throws {
    try await refund(ID(bytes: bill.bill.id.bytes), cents)
  }

  func refund(_ sale: ID<Sale>, _ cents: Int64?) async throws {
    var generator = SystemRandomNumberGenerator()
    _ = try await till(
      .refund(
        sale, cents.map { Money(minorUnits: $0, .euro) }, try HumanText("One was cold"), key: Nonce(using: &generator)))
  }

  func till(_ question: TillQuestion) async throws -> TillAnswer {
    guard let answer = try await QuestionSocket.answer(to: question, home: directory.path(of: "shop")) else {
      throw CodingError(.missing, "the till does not answer")
    }
    return answer
  }
}
