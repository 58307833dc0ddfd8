import Foundation
import Glibc
import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperPreferences
import SemperServers
import SemperTrustedUI
import SemperWallet

/// Measures one payment system: a payer with a wallet of its own pays bills one after the other.
struct PaymentBench {
  static let price = Money(minorUnits: 1_00, .euro)
  private static let passphrase = "measured"
  private static let patience = Span(seconds: 60)
  /// Who pay at a time.
  private static let payers = 4

  let market: BenchMarket
  let payments: Int
  let transport: HTTPClientTransport

  /// The systems that a wallet here has, in the order of their names.
  func systems() async throws -> [PurseDescriptor] {
    let wallet = try await wallet("look", transport)
    defer { try? wallet.close() }
    return wallet.payments.manager.purses.sorted { $0.scheme.name < $1.scheme.name }
  }

  func measure(_ purse: PurseDescriptor) async throws -> PaymentFigures {
    let name = purse.scheme.name
    let counting = CountingTransport(transport)
    var wallet = try await wallet(name, counting)
    let price = price(by: purse)
    try await fill(wallet, purse, with: Money(minorUnits: price.minorUnits * Int64(payments), .euro))
    let links = try await bills(payments, of: price)
    try wallet.close()
    let home = path(name)
    let before = try await market.stored().merging(["wallet": BenchMarket.size(of: home)]) { $1 }
    wallet = try opened(name, counting)
    let counts = (payer: counting.count, payee: market.shopTraffic.count)
    let (processor, cryptography) = (Self.processorTime(), CryptographyClock.spent)
    let seconds = try await pay(links, with: wallet, name)
    let used = (Self.processorTime() - processor, (CryptographyClock.spent - cryptography) / .seconds(1))
    let payer = PaymentFigures.Way(counting.count - counts.payer, for: payments)
    let payee = PaymentFigures.Way(market.shopTraffic.count - counts.payee, for: payments)
    try wallet.close()
    let after = try await market.stored().merging(["wallet": BenchMarket.size(of: home)]) { $1 }
    let each = Double(payments)
    let together = try await together(purse, beside: name)
    return PaymentFigures(
      system: purse.scheme, paymentClass: purse.paymentClass, seconds: seconds,
      payer: payer, payee: payee,
      stored: after.mapValues { Double($0) }.merging(before.mapValues { Double($0) }) { ($0 - $1) / each },
      cryptographyShare: used.1 / used.0, payers: Self.payers, together: together)
  }

  /// Payments by several payers, each of whom pays one bill after the other.
  private func together(
    _ purse: PurseDescriptor, beside name: String
  ) async throws -> (perSecond: Double, mostAtOnce: Int) {
    let each = max(1, payments / Self.payers)
    let price = price(by: purse)
    var payers: [(wallet: WalletHome, bills: [BillLink])] = []
    defer { for payer in payers { try? payer.wallet.close() } }
    for number in 0..<Self.payers {
      let wallet = try await wallet("\(name)-\(number)", transport)
      payers.append((wallet, []))
      try await fill(wallet, purse, with: Money(minorUnits: price.minorUnits * Int64(each), .euro))
      payers[number].bills = try await bills(each, of: price)
    }
    let crowd = Crowd()
    let time = try await ContinuousClock().measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (wallet, bills) in payers { group.addTask { _ = try await pay(bills, with: wallet, name, among: crowd) } }
        try await group.waitForAll()
      }
    }
    return (Double(each * Self.payers) / (time / .seconds(1)), crowd.most)
  }

  /// All payments together come to no more than one may, so that the money for them finds room on a chip card.
  private func price(by purse: PurseDescriptor) -> Money {
    Money(minorUnits: min(Self.price.minorUnits, purse.limits.largest.minorUnits / Int64(payments)), .euro)
  }

  /// What is cash is put into the wallet before it is measured.
  private func fill(_ wallet: WalletHome, _ purse: PurseDescriptor, with amount: Money) async throws {
    guard purse.paymentClass == .cashLike,
      let own = wallet.payments.manager.purses.first(where: { $0.scheme == purse.scheme })
    else { return }
    try await wallet.payments.withdraw(amount, into: own.id)
  }

  private func pay(
    _ links: [BillLink], with wallet: WalletHome, _ system: String, among crowd: Crowd = Crowd()
  ) async throws -> [Double] {
    var seconds: [Double] = []
    for link in links {
      let time = try await ContinuousClock().measure {
        let paid = try await crowd.with {
          try await wallet.pay(wallet.find(link), paying: system, patience: Self.patience)
        }
        guard paid.state == .settled else {
          let slow = Refusal(.unavailable, blame: .undetermined, "a payment by \(system) did not end in time")
          throw paid.refusal ?? slow
        }
      }
      seconds.append(time / .seconds(1))
    }
    return seconds
  }

  private func bills(_ count: Int, of price: Money) async throws -> [BillLink] {
    let (home, title) = (market.shopHome, try HumanText("A measurement"))
    var links: [BillLink] = []
    for _ in 0..<count {
      let question = TillQuestion.bill(price, title, within: Span(seconds: 86_400))
      let answer = try await QuestionSocket.answer(to: question, home: home)
      guard case .bills(let made)? = answer, let bill = made.first else {
        throw Refusal(.unavailable, blame: .us, "the measured shop makes no bills")
      }
      links.append(try BillLink(bill.link))
    }
    return links
  }

  private func path(_ name: String) -> String { "\(market.directory)/wallet-\(name)" }

  private func program(_ transport: any Transport) -> WalletHome.Program {
    let most = Money(minorUnits: 1_000_00, .euro)
    return WalletHome.Program(
      transport: transport, display: TerminalDisplay(.english, quiet: true, agreeing: true), time: SystemTime(),
      logger: Logger(label: "semper.bench") { _ in SwiftLogNoOpLogHandler() },
      policy: SpendingPolicy(withoutAsking: most, atMost: most))
  }

  /// A new wallet with an account at the bank, a card, and a chip card.
  func wallet(_ name: String, _ transport: any Transport) async throws -> WalletHome {
    var generator = SystemRandomNumberGenerator()
    let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let wallet = try await WalletHome.create(
      at: path(name), passphrase: Self.passphrase, seed: seed, strength: .quick,
      trust: TrustFile.read(market.trustFile), bank: await market.bank.address, program: program(transport))
    try await wallet.insertCard(from: market.cards.address)
    _ = try await wallet.insertChipCard()
    try wallet.close()
    return try opened(name, transport)
  }

  private func opened(_ name: String, _ transport: any Transport) throws -> WalletHome {
    try WalletHome.open(at: path(name), passphrase: Self.passphrase, program: program(transport))
  }

  /// Of this process, all sides together, in seconds.
  private static func processorTime() -> Double {
    // POSIX counts it in millionths of a second.
    Double(clock()) / 1_000_000
  }
}
