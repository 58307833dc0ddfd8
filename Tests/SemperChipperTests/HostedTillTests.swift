import CardTrials
import SemperBank
import SemperChipper
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// A merchant whose module stays at the bank: the till takes deals, under locks there, and bills, at the module.
@Suite struct HostedTillTests {
  private static let limits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 500_00, .euro))
  private static let arbiter = SigningKey()
  private static let time = VirtualTime(now: PurseWorld.now)

  private static func account(_ world: PurseWorld, _ key: SigningKey) -> AccountPurse {
    AccountPurse(
      desk: LockDesk(world: world), account: key, payee: key, refund: SigningKey(), time: time,
      arbiterKey: { _ in arbiter.publicKey })
  }

  private static func till(_ world: PurseWorld, _ module: any CardChannel) throws -> ChipperTill {
    ChipperTill(
      try PurseID(bytes: Array(repeating: 4, count: PurseID.size)), module: module, host: world.provider,
      provider: world.bankKey.thumbprint, limits: limits, locking: account(world, world.merchant), isHosted: true,
      time: time)
  }

  private static func request(_ demands: PaymentDemands) -> PaymentRequest {
    PaymentRequest(
      amount: Money(minorUnits: 12_50, .euro), reference: PaymentReference(digest: Digest(plain: [1])),
      demands: demands, notAfter: PurseWorld.now.advanced(by: Span(seconds: 600)))
  }

  @Test func takesDealsAndBills() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let world = bank.world
    let till = try Self.till(world, bank.channel(of: world.merchant))
    let option = try await till.option(for: Self.request(PaymentDemands(needsLock: true)))
    #expect(option.provider == world.bankKey.thumbprint && option.properties.lock == .record)
    #expect(try await till.option(for: Self.request(PaymentDemands())).particulars == option.particulars)
    // The bank collects.
    #expect(till.faculties.menu == nil)

    let card = try await world.purse()
    try await PurseFlow(world).load(20_00, card.terminal)
    let purse = ChipperPurse(
      try PurseID(bytes: Array(repeating: 3, count: PurseID.size)), card: card.channel, host: world.provider,
      provider: world.bankKey.thumbprint, limits: Self.limits, expires: nil, pin: { PurseWorld.pin }, changesPIN: false,
      locks: (world.bankKey.publicKey, Self.account(world, world.customer)), time: Self.time)
    _ = try await purse.fit(option, amount: option.amount)
    await #expect(throws: Refusal.self) { try await purse.fit(option, amount: Money(minorUnits: 20_01, .euro)) }
    #expect(purse.faculties.menu?.operations.map(\.name) == ["load", "unload", "settle"])
    var generator = SystemRandomNumberGenerator()
    let opening = OpeningSecret(using: &generator).opening(for: "payment")
    let terms = LockTerms(
      exchange: Digest(plain: [2]), path: "payment", opening: opening.digest, amount: option.amount,
      payee: world.merchant.thumbprint, refund: SigningKey().thumbprint, arbiter: Self.arbiter.thumbprint)
    let locking = try #require(purse.faculties.lockingPurse)
    _ = try await locking.lock(terms, paying: option)
    let claiming = try #require(till.faculties.lockingTill)
    _ = try await claiming.claim(terms, with: .opening(opening))
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 12_50)
    // The card's own statement has both, with the day.
    let statement = try #require(purse.faculties.statement)
    let moved = try await statement(Timestamp(seconds: 0)...PurseWorld.now.advanced(by: Span(seconds: 86_400)))
    #expect(moved.map(\.purpose) == ["load", "purchase"] && moved.map(\.units) == [20_00, -12_50])
    #expect(moved.allSatisfy { $0.time <= PurseWorld.now && CardDate($0.time) == PurseWorld.today })
  }

  /// A module that does not answer, or a bank that keeps none, costs this way to pay and no other.
  @Test func offersNothingWithoutItsModule() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let world = bank.world
    let channel = bank.channel(of: world.merchant)
    let till = try Self.till(world, channel)
    bank.transport.serve(nil, at: ModuleBank.address)
    await #expect(throws: TransportError.self) { try await channel.open() }
    let silent = await #expect(throws: Refusal.self) { try await till.option(for: Self.request(PaymentDemands())) }
    #expect(silent?.code == .unavailable)
    // An older bank, which says so for good.
    bank.transport.serve(world.provider.routes { PurseWorld.now }, at: ModuleBank.address)
    let older = await #expect(throws: Refusal.self) { try await channel.open() }
    #expect(older?.code == .notFound)
    bank.restart()
    _ = try await till.option(for: Self.request(PaymentDemands()))
    // What the module is made with is known from now on, so offers need no bank.
    bank.transport.serve(nil, at: ModuleBank.address)
    _ = try await till.option(for: Self.request(PaymentDemands()))
  }
}
