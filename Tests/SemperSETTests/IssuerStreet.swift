import SemperArchive
import SemperBank
import SemperCardNetwork
import SemperCryptography
import SemperEngine
import SemperModel
import Synchronization
import Testing

@testable import SemperSET

/// A card bank whose gateway asks the bank that has issued the card, each with books of its own.
struct IssuerStreet {
  static let acquirer = "400123"
  static let grant: Int64 = 500_00

  /// What the merchant has said, to be said again at another street: all have the same keys.
  final class Script: Sendable {
    private let said = Mutex<[[UInt8]]>([])
    var messages: [[UInt8]] { said.withLock { $0 } }
    func add(_ message: [UInt8]) { said.withLock { $0.append(message) } }
  }

  private static let founded = Task { () async throws -> (market: TestMarket, books: MortalRecords) in
    let books = try MortalRecords("founding", in: TemporaryDirectory())
    var generator = SystemRandomNumberGenerator()
    let market = try await TestMarket(
      records: books, grant: Market.grant, isCardElsewhere: true, bits: Market.bits, using: &generator, at: Market.now)
    return (market, books)
  }

  let market: TestMarket
  let books: MortalRecords
  let wire: IssuerWire
  let script = Script()
  private let clock = VirtualTime(now: Market.now)
  private let bank: Bank
  private let issuer: Issuer
  private let holder = SigningKey()
  private let settler = SigningKey()

  init(crash: CrashPoint? = nil, _ faults: @escaping @Sendable (Int) -> IssuerWire.Fault? = { _ in nil }) async throws {
    let founded = try await Self.founded.value
    market = founded.market
    books = try MortalRecords("acquirer", in: TemporaryDirectory(), from: founded.books.path, crash: crash)
    bank = Bank(
      records: InMemoryArchive().records, name: SigningKey().thumbprint, currency: .euro,
      grant: Money(minorUnits: Self.grant, .euro))
    let cards = IssuedCards(key: [UInt8](repeating: 9, count: 32))
    for key in [holder, settler] {
      var generator = SystemRandomNumberGenerator()
      let opening = AccountOpening(
        key: key.publicKey, bank: bank.name, currency: .euro, operation: ID(using: &generator), issued: Market.now)
      _ = try await bank.open(SignedStatement(opening, signedBy: [key]), now: Market.now)
    }
    let card = try PaymentCard(
      number: market.cardholder.card.number.digits, expiry: String(market.cardholder.card.expiry.digits.dropFirst(2)))
    try await bank.records.transact { [account = holder.thumbprint] in try cards.add(card, on: account, $0) }
    issuer = Issuer(bank: bank, cards: cards, acquirers: [Self.acquirer: settler.thumbprint])
    wire = IssuerWire(issuer, clock, faults)
  }

  var line: CardGateway {
    CardGateway(acquirer: Self.acquirer, currency: .euro, records: books, link: wire, time: clock)
  }

  var gateway: Gateway {
    Gateway(
      market.gateway.configuration, cards: market.gateway.cards, records: books, issuer: NetworkIssuer(line))
  }

  /// The gateway's answer. Where it dies it is started again; where the issuer is silent it is asked again.
  func patiently<Answer>(_ body: (Gateway) async throws -> Answer) async throws -> Answer {
    for _ in 0..<12 {
      do {
        return try await body(gateway)
      } catch is MortalRecords.Death {
        try books.restart()
        _ = try await gateway.resume()
      } catch let refusal as Refusal where refusal.code == .unavailable {
        continue
      }
    }
    Issue.record("the gateway never answers")
    return try await body(gateway)
  }

  func say(_ message: [UInt8]) async throws -> [UInt8] {
    script.add(message)
    return try await patiently { try await $0.answer(message, at: Market.now) }
  }

  /// The merchant pays somebody else.
  func spend(_ units: Int64) async throws {
    try await books.transact { [market] transaction in
      var generator = SystemRandomNumberGenerator()
      try Ledger.post(
        LedgerPosting(
          operation: ID(using: &generator), purpose: .claim, currency: .euro,
          lines: [LedgerLine(.customer(market.seller), -units), LedgerLine(.customer(market.buyer), units)],
          time: Market.now), transaction)
    }
  }

  private func units(_ account: LedgerAccount, _ records: any Records) async throws -> Int64 {
    try await records.read { try Ledger.balance(of: account, in: .euro, $0) ?? 0 }
  }

  /// The cardholder has paid this much, the merchant has it, nothing is held or open anywhere, each bank's books are in order, what
  /// the card bank is owed stands at the issuer, and both settle it.
  func expectPaid(_ paid: Int64, _ location: SourceLocation = #_sourceLocation) async throws {
    #expect(try await gateway.resume() == 0, sourceLocation: location)
    #expect(try await units(.customer(holder.thumbprint), bank.records) == Self.grant - paid, sourceLocation: location)
    #expect(try await units(.authorisations, bank.records) == 0, sourceLocation: location)
    #expect(try await units(.acquirers, bank.records) == paid, sourceLocation: location)
    #expect(try await units(.customer(market.seller), books) == paid, sourceLocation: location)
    #expect(try await units(.customer(market.buyer), books) == Market.grant.minorUnits, sourceLocation: location)
    #expect(try await units(.locks, books) == 0, sourceLocation: location)
    #expect(try await units(.clearing, books) == -paid, sourceLocation: location)
    for records in [bank.records, books] {
      let audit = try await records.read { try LedgerAudit($0) }
      #expect(audit.findings.isEmpty, sourceLocation: location)
    }
    var generator = SystemRandomNumberGenerator()
    #expect(try await line.reconcile(id: ID(using: &generator)).code == .approved, sourceLocation: location)
    #expect(
      try await units(.customer(settler.thumbprint), bank.records) == Self.grant + paid, sourceLocation: location)
    #expect(try await units(.acquirers, bank.records) == 0, sourceLocation: location)
  }
}
