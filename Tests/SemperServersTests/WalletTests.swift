import Foundation
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperEcash
import SemperModel
import SemperServers
import SemperWallet
import Testing

@Suite("A wallet in its home", .serialized)
struct WalletTests {
  @Test("Each deal's goods go where it was told when it was opened, also when another command finishes it")
  func goodsPlaces() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      let found = try await wallet.find(code: try await market.code(), at: await market.shop.address)
      let named = market.directory.path(of: "named")
      let first = try await wallet.deals.open(found, patience: Span(seconds: 30), goods: named)
      let second = try await wallet.deals.open(found, patience: Span(seconds: 30))
      #expect(try await wallet.goods(of: first) == nil)
      #expect(try await wallet.resume().allSatisfy { $0.end == "end.done" })
      #expect(try await wallet.goods(of: first) == named)
      #expect(FileManager.default.fileExists(atPath: named + "/lesson.bin"))
      #expect(try await wallet.goods(of: second) == market.directory.path(of: "wallet/goods/\(second)"))
      #expect(try market.hasGoods(second))
      // What exists is not mixed with goods, and no deal is opened.
      await #expect(throws: WalletError.self) {
        try await wallet.deals.open(found, patience: Span(seconds: 30), goods: named)
      }
      #expect(try await wallet.deals.all().count == 2)
      try wallet.close()
    }
  }

  @Test("A deal that is stuck holds up neither a purchase nor the other open deals", .timeLimit(.minutes(10)))
  func stuckDeal() async throws {
    try await Market.run { market in
      let transport = StallingTransport(next: market.transport)
      let wallet = try await market.wallet(over: transport, withdrawing: 4_000)
      let found = try await wallet.find(code: try await market.code(), at: await market.shop.address)
      let patience = Span(seconds: 60)
      let stuck = try await wallet.deals.open(found, patience: patience)
      transport.stall(stuck)
      let bought = try await wallet.besideOpenDeals(ended: { _ in }) {
        try await wallet.deals.run(try await wallet.deals.open(found, patience: patience))
      }
      #expect(bought.end == "end.done")
      #expect(try await !wallet.deals.restored(stuck).isFinished)
      // It came first, and ends only because another one goes on beside it.
      let other = try await wallet.deals.open(found, patience: patience)
      transport.stall(stuck, until: other)
      let ended = try await wallet.resume()
      #expect(ended.map { $0.record?.opening.deal } == [stuck, other])
      #expect(ended.allSatisfy { $0.end == "end.done" })
      try wallet.close()
    }
  }

  @Test("A person who says no ends the deal: nothing is ordered, nothing is paid, nothing is fetched")
  func declined() async throws {
    try await Market.run { market in
      let display = DecliningDisplay()
      let wallet = try await market.wallet(display: display, withoutAsking: false)
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      let record = try #require(machine.record)
      #expect(display.asked.value == 1 && machine.end == "end.nothing" && machine.isFinished)
      #expect(record.order == nil && record.contract == nil && record.exchange == nil)
      guard case .dissatisfied(let refusal)? = record.decisions.last?.decision else {
        Issue.record("the deal ended without a decision")
        return
      }
      #expect(refusal.code == .userDeclined && refusal.blame == .us)
      #expect(try await wallet.purse.balance().available.minorUnits == 2_000)
      #expect(Refusal(try await market.get("/deals/\(record.opening.deal)/messages"))?.code == .unknownDeal)
      #expect(try await wallet.goods(of: record.opening.deal) == nil)
      // It is over: nothing is asked or ordered later either.
      #expect(try await wallet.resume().isEmpty && display.asked.value == 1)
      try wallet.close()
    }
  }

  @Test("An offer to be paid at another bank than the wallet's is refused before anybody is asked")
  func otherBank() async throws {
    try await Market.run { market in
      let authority = await market.authority.address
      let other = try await RunningRole { http, announce in
        let options = try Market.options(
          "other-bank", http, in: market.directory, authority: authority, token: "bank-2")
        try await BankServer(
          options: options, mint: MintConfiguration(keyBits: 2048, exponents: 0...1),
          grant: Money(minorUnits: 100, .euro)
        ).run(logger: Market.logger, signals: false, announce: announce)
      }
      let wallet = try await market.wallet(withdrawing: nil, bank: other.address)
      let error = try await #require(throws: WalletError.self) {
        try await wallet.buy(code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      }
      #expect(error.code == .notPossible && error.text == .errorBank)
      let named = await market.bank.address.text
      #expect(error.description.contains(named))
      #expect(try await wallet.deals.all().isEmpty)
      try wallet.close()
      await other.drop()
    }
  }

  @Test("A running wallet answers questions at its socket, and nothing else")
  func socket() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet()
      let machine = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      let deal = try #require(machine.record).opening.deal
      let home = market.directory.path(of: "wallet")
      #expect(!QuestionSocket<WalletQuestion>.isServed(home: home))
      #expect(try await Self.ask(.balance, home) == nil)
      let socket = try #require(QuestionSocket<WalletQuestion>(home: home) { try await wallet.answer($0) })
      #expect(QuestionSocket<WalletQuestion>.isServed(home: home))
      for question in [WalletQuestion.balance, .deals, .deal(deal)] {
        let answer = try await Self.ask(question, home)
        #expect(try await answer == wallet.answer(question))
      }
      await #expect(throws: WalletError.self) {
        try await Self.ask(.deal(ID(bytes: [UInt8](repeating: 0, count: 16))), home)
      }
      for wrong in [
        "", "{}", #"{"ask":"spend"}"#, #"{"ask":"balance","more":1}"#, #"{ "ask":"balance"}"#, #"{"ask":"deal"}"#,
        #"{"ask":"balance"}"# + "\n",
      ] {
        #expect(throws: CodingError.self, "\(wrong)") {
          try WalletQuestion(
            canonicalBytes: Array(wrong.utf8), limits: DecodingLimits(bytes: 256, depth: 2, members: 4))
        }
      }
      socket.close()
      #expect(try await Self.ask(.balance, home) == nil)
      try wallet.close()
    }
  }

  private static func ask(_ question: WalletQuestion, _ home: String) async throws -> WalletAnswer? {
    try await QuestionSocket.answer(to: question, home: home)
  }

  @Test("A restored wallet says what it found, and what was spent or may be locked")
  func restored() async throws {
    try await Market.run { market in
      let seed = [UInt8](repeating: 7, count: 32)
      let wallet = try await market.wallet(seed: seed)
      _ = try await wallet.buy(
        code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 30))
      try await wallet.purse.deposit(Money(minorUnits: 100, .euro))
      try wallet.close()
      let again = try await market.wallet(seed: seed, home: "restored", withdrawing: nil)
      let restored = try await again.restore()
      #expect(restored.found.minorUnits == 2_000 - 750 - 100)
      #expect(restored.withdrawn.minorUnits == 2_000 && restored.returned.minorUnits == 100)
      #expect(restored.spentOrLocked.minorUnits == 750 && restored.account.minorUnits == 10_000 - 2_000 + 100)
      try again.close()
    }
  }
}
