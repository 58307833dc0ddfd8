import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperChipper
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import Synchronization
import Testing

/// The start of a bank that keeps the modules of its merchants.
@Suite(.serialized) struct ModuleStartTests {
  /// What a kill has left between a purse's word and the collection is on the shop's account before anybody is answered.
  @Test func whatAKillHasLeftIsCollected() async throws {
    try await Market.run { market in
      await market.shop.drop()
      await market.bank.drop()
      let shop = try RoleHome(at: market.directory.path(of: "shop"))
      let key = try await shop.signingKey()
      try shop.close()
      try await Self.takePayment(of: 4_00, by: key, at: market.directory.path(of: "bank"))
      try await market.bank.start()
      try await market.shop.start()
      guard case .statement(let lines) = try await market.till(.statement("testmoney")) else {
        throw CodingError(.wrongForm, "a statement is expected")
      }
      #expect(lines.map(\.amount.minorUnits) == [100_00, -4_00, 4_00])
    }
  }

  /// The module of a merchant takes a payment of a purse that the merchant has loaded, and the bank's disk fails before it is collected.
  private static func takePayment(of amount: UInt32, by merchant: SigningKey, at path: String) async throws {
    let home = try RoleHome(at: path)
    defer { try? home.close() }
    let (archive, bankKey, now) = (home.home.archive, try await home.signingKey(), SystemTime().now())
    let records = FailingRecords(archive.records)
    let bank = Bank(records: records, name: bankKey.thumbprint, currency: .euro, grant: Money(minorUnits: 0, .euro))
    let provider = PurseProvider(
      bank: bank, number: CardNumber(hostOf: bankKey.thumbprint),
      keys: try await ProviderKeys.open(archive.keys, currency: "EUR"))

    var generator = SystemRandomNumberGenerator()
    let expiry = CardDate(now.advanced(by: Span(seconds: 2 * 86_400)))
    let state = try await provider.issuePurse(
      to: merchant.thumbprint, maximum: 500_00, expiry: expiry, pin: try #require(PIN("2580")), mask: 0,
      using: &generator)
    let card = Card<SemperChipper.Purse>(in: InMemoryArchive().records, named: "purse") { bytes in
      try SemperChipper.Purse(stateBytes: bytes)
    }
    _ = try await card.personalise(SemperChipper.Purse(state))
    let purse = PurseTerminal(InProcessChannel(card))
    let load = try await purse.initialize(
      .load, amount: amount, reference: Digest(plain: [1]), terminal: provider.number, on: CardDate(now))
    let go = try await provider.order(load, now: now)
    try await provider.complete(purse.carryOut(load, order: go), now: now)

    let address = try Address("http://127.0.0.1:1")
    let host = ModuleHost(provider) { now }
    let module = ModuleTerminal(
      HostedModuleChannel(
        transport: InProcessTransport([address: host.routes]), address: address, bank: bankKey.publicKey,
        account: merchant, time: SystemTime()))
    let number = try await module.select().number
    let offer = try await purse.initialize(
      .purchase, amount: amount, reference: Digest(plain: [2]), terminal: number, on: CardDate(now))
    // “Go” and the purse's word are written, and nothing after them.
    records.fail(after: 2)
    let receipt = try await module.complete(purse.carryOut(offer, order: module.order(offer)))
    #expect(receipt != nil)
    #expect(try await module.status().total == UInt64(amount))
  }
}

/// Records on a disk that fails after so many more writes.
private final class FailingRecords: Records {
  private let inner: any Records
  private let left = Mutex<Int?>(nil)

  init(_ inner: any Records) { self.inner = inner }

  func fail(after writes: Int) { left.withLock { $0 = writes } }

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    let works = left.withLock { left in
      guard let writes = left else { return true }
      left = max(0, writes - 1)
      return writes > 0
    }
    guard works else { throw ArchiveError(.unavailable, "the disk has failed") }
    return try await inner.transact(body)
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    try await inner.read(body)
  }
}
