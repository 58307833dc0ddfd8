import SemperArchive
import SemperBank
import SemperCardNetwork
import SemperCryptography
import SemperEngine
import SemperModel
import Synchronization
import Testing

/// An issuer on an archive of its own, with a holder, a card and an acquirer, whose process can be restarted.
final class IssuerHost: Sendable {
  static let acquirer = "400123"
  static let seal = MessageSeal(key: [UInt8](repeating: 5, count: 32))
  static let grant: Int64 = 500_00
  static let begin = Timestamp(seconds: 1_800_000_000)

  let clock = VirtualTime(now: begin)
  let key = SigningKey()
  let holder = SigningKey()
  let settler = SigningKey()
  private let running: Mutex<InMemoryArchive>

  init() { running = Mutex(InMemoryArchive()) }

  static func ready() async throws -> IssuerHost {
    let host = IssuerHost()
    for holder in [host.holder, host.settler] {
      let opening = AccountOpening(
        key: holder.publicKey, bank: host.bank.name, currency: .euro, operation: operation(), issued: begin)
      _ = try await host.bank.open(SignedStatement(opening, signedBy: [holder]), now: begin)
    }
    let card = try card
    try await host.bank.records.transact { [account = host.holder.thumbprint] in
      try cards.add(card, on: account, $0)
    }
    return host
  }

  static let cards = IssuedCards(key: [UInt8](repeating: 9, count: 32))
  static var card: PaymentCard { get throws { try .test(1, expiry: "3012") } }

  var archive: InMemoryArchive { running.withLock { $0 } }
  var bank: Bank {
    Bank(
      records: archive.records, name: key.thumbprint, currency: .euro,
      grant: Money(minorUnits: Self.grant, .euro))
  }
  var issuer: Issuer {
    Issuer(
      bank: bank, cards: Self.cards, acquirers: [Self.acquirer: settler.thumbprint],
      holdTime: Span(seconds: 7 * 86_400))
  }

  func restart(crash: CrashPoint? = nil) { running.withLock { $0 = $0.reopened(crash: crash) } }

  static func operation() -> ID<Operation> {
    var generator = SystemRandomNumberGenerator()
    return ID(using: &generator)
  }

  static func payment(_ units: Int64, card: PaymentCard? = nil, at time: Timestamp = begin) throws -> CardTransaction {
    try CardTransaction(
      card: card ?? self.card, amount: Money(minorUnits: units, .euro),
      merchant: CardMerchantName(category: "5734", terminal: "SHOP1", id: "MERCHANT1", name: "A shop, Somewhere"),
      reference: "000000000001", purpose: Digest(of: [1], for: .paymentReference), at: time)
  }

  // MARK: What the books say

  func balance(_ account: LedgerAccount) async throws -> Int64 {
    try await archive.records.read { try Ledger.balance(of: account, in: .euro, $0) ?? 0 }
  }

  var held: Int64 { get async throws { try await balance(.authorisations) } }
  var owed: Int64 { get async throws { try await balance(.acquirers) } }
  var left: Int64 { get async throws { try await balance(.customer(holder.thumbprint)) } }

  /// The books are in order, no money came or went, and records and ledger hold the same.
  func check(_ location: SourceLocation = #_sourceLocation) async throws {
    let audit = try await bank.audit()
    #expect(audit.findings == [], sourceLocation: location)
    #expect(try await issuer.authorised() == held, sourceLocation: location)
    let sum = try await left + held + owed + balance(.customer(settler.thumbprint))
    #expect(sum == 2 * Self.grant, sourceLocation: location)
  }
}
