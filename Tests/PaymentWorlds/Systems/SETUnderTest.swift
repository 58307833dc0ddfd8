package import SemperArchive
package import SemperBank
package import SemperCryptography
package import SemperEngine
package import SemperModel
package import SemperPayments
package import SemperSET
package import SemperTesting
import Synchronization

/// A card with its cardholder, a shop and a gateway with the bank behind it, each of which can be restarted.
package final class SETUnderTest: LockingSystem {
  private struct LineCut: Error {}

  package static let bankKey = SigningKey()
  package static let accounts: [PaymentParty: SigningKey] = [.payer: SigningKey(), .payee: SigningKey()]
  /// Founded once: its keys and certificates serve every world, its books none.
  package static let shared = Task {
    var generator = SystemRandomNumberGenerator()
    return try await TestMarket(
      records: InMemoryArchive().records, grant: Money(minorUnits: 1, .euro), using: &generator,
      at: Timestamp(seconds: 1_800_000_000))
  }

  package let scheme = SETCardPurse.scheme
  package let deals = TestDeals()
  package let payee: Thumbprint
  package let paymentClass = PaymentClass.accountBased
  package let currency = Currency.euro
  package let grant: Int64 = 100_00
  package let largest: Int64 = 60_00
  package let time: VirtualTime
  package let tap = BankTap()
  package let market: TestMarket
  private let running = Mutex<(bank: Bank, gateway: Gateway)?>(nil)
  /// The shop's side of locks, as its process runs now.
  private let shop = Mutex<CardTill?>(nil)

  private init(time: VirtualTime, market: TestMarket) {
    self.time = time
    self.market = market
    payee = market.merchant.identity.key.thumbprint
  }

  package static func founded(_ time: VirtualTime) async throws -> SETUnderTest {
    SETUnderTest(time: time, market: try await shared.value)
  }

  package static func key(_ party: PaymentParty) -> SigningKey {
    guard let key = accounts[party] else { preconditionFailure("both have accounts") }
    return key
  }

  package var providers: PaymentProviders { PaymentProviders([market.gateway.word]) }

  package func openBank(_ archive: any Archive) async throws {
    let bank = Bank(
      records: archive.records, name: Self.bankKey.thumbprint, currency: currency,
      grant: Money(minorUnits: grant, currency))
    for (index, party) in PaymentParty.allCases.enumerated() {
      let opening = AccountOpening(
        key: Self.key(party).publicKey, bank: Self.bankKey.thumbprint, currency: currency,
        operation: try ID(bytes: Array(repeating: UInt8(index), count: 16)), issued: time.now())
      _ = try await bank.open(SignedStatement(opening, signedBy: [Self.key(party)]), now: time.now())
    }
    let (cards, card) = (market.gateway.cards, market.cardholder.card)
    try await archive.records.transact { transaction in
      try cards.issue(
        card.number, card.expiry, on: Self.key(.payer).thumbprint, code: TestMarket.code, transaction)
    }
    let gateway = Gateway(market.gateway.configuration, cards: cards, records: archive.records)
    try await gateway.enrol(market.merchant.merchant, account: Self.key(.payee).thumbprint)
    running.withLock { $0 = (bank, gateway) }
  }

  package func current() throws -> (bank: Bank, gateway: Gateway) {
    guard let running = running.withLock({ $0 }) else { throw LineCut() }
    return running
  }

  private var limits: PurseLimits { PurseLimits(Money(minorUnits: 1, currency), Money(minorUnits: largest, currency)) }

  package func purse(_ archive: any Archive) throws -> any PaymentPurse {
    var faculties = faculties(.payer)
    faculties.lockingPurse = CardPurse(
      desk: market.cardholder, merchant: ShopLine(system: self), payee: market.merchant.merchant,
      gateway: GatewayLine(system: self), refund: deals.refund, records: archive.records, time: time,
      arbiterKey: { [deals] in deals.arbiterKey($0) })
    return SETCardPurse(
      try PurseID(bytes: Array(repeating: 5, count: PurseID.size)), desk: market.cardholder,
      gateway: GatewayLine(system: self), bank: "issuer", limits: limits, faculties: faculties, time: time)
  }

  package func till(_ archive: any Archive) throws -> any PaymentPurse {
    let locks = CardTill(
      desk: market.merchant, gateway: GatewayLine(system: self), records: archive.records, time: time,
      arbiterKey: { [deals] in deals.arbiterKey($0) })
    shop.withLock { $0 = locks }
    return SETShopTill(
      try PurseID(bytes: Array(repeating: 6, count: PurseID.size)), desk: market.merchant,
      gateway: GatewayLine(system: self), records: archive.records, bank: "acquirer", limits: limits,
      faculties: faculties(.payee), locks: locks, time: time)
  }

  private func faculties(_ party: PaymentParty) -> PurseFaculties {
    PurseFaculties(
      bankBalance: { [self] in
        let balance = try await state(of: party, after: nil).balance
        return BankBalance(available: balance, held: .zero(balance.currency), asOf: time.now())
      },
      statement: { [self] times in
        var lines: [StatementLine] = []
        var last: Int?
        while true {
          let page = try await state(of: party, after: last)
          lines += page.movements.map {
            StatementLine(
              time: $0.time, units: $0.units, purpose: $0.purpose.rawValue, operation: $0.operation,
              at: market.gateway.word.thumbprint)
          }
          guard page.more, let number = page.movements.last?.number else { break }
          last = number
        }
        return lines.filter { times.contains($0.time) }
      })
  }

  private func state(of party: PaymentParty, after number: Int?) async throws -> AccountState {
    let query = AccountQuery(
      key: Self.key(party).publicKey, bank: Self.bankKey.thumbprint, after: number, issued: time.now())
    return try await tap.carry(SignedStatement(query, signedBy: [Self.key(party)])) {
      try await current().bank.state($0, now: time.now())
    }
  }

  package func held() async throws -> Int64 {
    let currency = currency
    return try await current().bank.records.read { try Ledger.balance(of: .locks, in: currency, $0) ?? 0 }
  }

  fileprivate func tills() throws -> CardTill {
    guard let shop = shop.withLock({ $0 }) else { throw LineCut() }
    return shop
  }

  package func wealth(of party: PaymentParty) async throws -> Int64 {
    let currency = currency
    // A hold is still its payer's.
    return try await current().bank.records.read { reader in
      let own = try Ledger.balance(of: .customer(Self.key(party).thumbprint), in: currency, reader) ?? 0
      let held = try Ledger.balance(of: .locks, in: currency, reader) ?? 0
      return party == .payer ? own + held : own
    }
  }

  package func total() async throws -> Int64 {
    let currency = currency
    return try await current().bank.records.read { reader in
      try [LedgerAccount.customer(Self.key(.payer).thumbprint), .customer(Self.key(.payee).thumbprint), .locks]
        .reduce(0) { try $0 + (Ledger.balance(of: $1, in: currency, reader) ?? 0) }
    }
  }

  package func findings() async throws -> [String] { try await current().bank.audit().findings }
}

/// The line to the shop as it is now.
private struct ShopLine: CardMerchant {
  let system: SETUnderTest

  func answer(_ message: [UInt8]) async throws -> [UInt8] { try await system.tills().answer(message) }
}

/// The line to the gateway as it is now.
private struct GatewayLine: CardLedger {
  let system: SETUnderTest

  var word: PublicKey { system.market.gateway.word }

  func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
    try await system.tap.hear(
      system.tap.say(message) { try await system.current().gateway.answer($0, at: now) })
  }

  func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
    try await system.current().gateway.release(terms, with: title, at: now)
  }

  func receipt(of terms: LockTerms) async throws -> SignedStatement? {
    try await system.current().gateway.receipt(of: terms)
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    try await system.current().gateway.outcome(of: terms)
  }
}
