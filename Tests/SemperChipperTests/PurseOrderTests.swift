import CardTrials
import SemperArchive
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import Testing

@testable import SemperChipper

/// Purses in software that a bank gives to the holders of its accounts.
@Suite struct PurseOrderTests {
  private static func line(_ world: PurseWorld) throws -> BankLine {
    let address = try Address("http://127.0.0.1:1")
    return BankLine(
      transport: InProcessTransport([address: world.provider.routes { PurseWorld.now }]), address: address,
      bank: world.bankKey.publicKey)
  }

  private static func inserted(_ issued: IssuedPurse) async throws -> CardUnderTest<SemperChipper.Purse> {
    try await CardUnderTest(InMemoryArchive(), issued.purse) { bytes in try SemperChipper.Purse(stateBytes: bytes) }
  }

  @Test func anOrderedPurseLoadsAndGivesBack() async throws {
    let world = try await PurseWorld.make()
    let issued = try await Self.line(world).purse(for: world.customer, now: PurseWorld.now)
    let card = try await Self.inserted(issued)
    let pin = try #require(PIN(issued.pin))
    #expect(try await card.terminal.select().number == issued.number)
    let flow = PurseFlow(world)
    try await flow.load(20_00, card.terminal, pin: pin)
    #expect(try await card.terminal.balance() == 20_00)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 20_00)
    try await world.expectConservation(purses: [card.terminal], modules: [])
    // Every other PIN loads nothing.
    await #expect(throws: Refusal.self) { try await flow.load(20_00, card.terminal, pin: PurseWorld.pin) }
    #expect(try await world.provider.alarms() == [])
  }

  /// A network that repeats the order makes no second card, and nobody but its holder opens what comes.
  @Test func anOrderMakesOnePurse() async throws {
    let world = try await PurseWorld.make()
    let reply = SealingKey()
    let order = try world.order(PurseLetter.self, of: world.customer, reply: reply)
    let context = world.bankKey.thumbprint.bytes
    var opened: [[UInt8]] = []
    for _ in 0..<2 {
      let sealed = try await world.provider.issue(order, now: PurseWorld.now)
      opened.append(
        try reply.open(sealed.bytes, for: .purseLetter, context: context, authenticating: order.digest.bytes))
      #expect(throws: CryptographyError.self) {
        try SealingKey().open(sealed.bytes, for: .purseLetter, context: context, authenticating: order.digest.bytes)
      }
    }
    #expect(opened[0] == opened[1])
    let line = try Self.line(world)
    let first = try await line.purse(for: world.customer, now: PurseWorld.now)
    let second = try await line.purse(for: world.customer, now: PurseWorld.now)
    #expect(first.number != second.number)
  }

  /// The copy that an owner can have of its own purse pays nothing that was not loaded.
  @Test func aCopiedPurseIsFoundOut() async throws {
    let world = try await PurseWorld.make()
    let issued = try await Self.line(world).purse(for: world.customer, now: PurseWorld.now)
    let (first, copy) = (try await Self.inserted(issued), try await Self.inserted(issued))
    let (flow, pin) = (PurseFlow(world), try #require(PIN(issued.pin)))
    try await flow.load(20_00, first.terminal, pin: pin)
    await #expect(throws: Refusal.self) { try await flow.load(20_00, copy.terminal, pin: pin) }
    #expect(try await world.provider.alarms().map(\.sign) == [.repeatedNumber])
    try await world.expectConservation(purses: [first.terminal], modules: [])
  }

  @Test func othersGetNothing() async throws {
    let world = try await PurseWorld.make()
    for (order, code) in try world.refusedOrders(PurseLetter.self, of: world.customer) {
      let refusal = await #expect(throws: Refusal.self) { try await world.provider.issue(order, now: PurseWorld.now) }
      #expect(refusal?.code == code)
    }
  }

  @Test func anAccountHasSomePursesAndNoMore() async throws {
    let world = try await PurseWorld.make()
    let line = try Self.line(world)
    for _ in 0..<16 { _ = try await line.purse(for: world.customer, now: PurseWorld.now) }
    let refusal = await #expect(throws: Refusal.self) {
      try await line.purse(for: world.customer, now: PurseWorld.now)
    }
    #expect(refusal?.code == .limitExceeded)
    _ = try await line.purse(for: world.merchant, now: PurseWorld.now)
  }

  /// Where the bank keeps the modules, nobody else can bring what one has taken.
  /// From those that it has handed out; of one that it keeps, or that nobody knows, it takes nothing.
  @Test func aBankCollectsFromModulesThatItHasHandedOut() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let host = RemotePurseHost(
      number: bank.world.provider.number, transport: bank.transport, address: ModuleBank.address)
    for module in [CardNumber(0x77), try await bank.module.select().number] {
      let delivery = ModuleDelivery(module: module, batch: nil, records: [], blocked: 0)
      let refusal = await #expect(throws: Refusal.self) { _ = try await host.collect(delivery, now: PurseWorld.now) }
      #expect(refusal?.code == .untrusted)
    }
    let (purse, flow) = (try await bank.world.purse(), PurseFlow(bank.world))
    try await flow.load(1000, purse.terminal)
    var generator = SystemRandomNumberGenerator()
    let issued = try await bank.world.provider.handOut(to: bank.world.merchant.thumbprint, using: &generator)
    let again = try IssuedModule(canonicalBytes: issued.canonicalBytes)
    let archive = InMemoryArchive()
    // Put in, and opened anew as after a restart.
    _ = try await OwnModule.open(putting: again, into: archive.records, keys: archive.keys)
    let own = try #require(try await OwnModule.open(into: archive.records, keys: archive.keys))
    #expect(own.provider == bank.world.provider.number)
    let terminal = ModuleTerminal(own.channel)
    try await flow.buy(250, purse.terminal, at: terminal)
    let before = try await bank.world.balance(of: bank.world.merchant)
    #expect(try await terminal.collect(at: host, now: PurseWorld.now) == 250)
    #expect(try await bank.world.balance(of: bank.world.merchant) == before + 250)
    try await bank.world.expectConservation(purses: [purse.terminal], modules: [terminal])
    // Another one would take the place of takings that are not collected yet.
    let other = try await bank.world.provider.handOut(to: bank.world.merchant.thumbprint, using: &generator)
    let refusal = await #expect(throws: Refusal.self) {
      _ = try await OwnModule.open(putting: other, into: archive.records, keys: archive.keys)
    }
    #expect(refusal?.code == .idReused)
    let stranger = SigningKey().thumbprint
    await #expect(throws: Refusal.self) {
      var generator = SystemRandomNumberGenerator()
      _ = try await bank.world.provider.handOut(to: stranger, using: &generator)
    }
    #expect(try await OwnModule.open(into: InMemoryArchive().records, keys: InMemoryArchive().keys)?.provider == nil)
    // Killed between its key and itself, it is not there yet, and can be put in again.
    let half = InMemoryArchive()
    #expect(try await OwnModule.open(into: half.records, keys: archive.keys)?.provider == nil)
    #expect(try await OwnModule.open(putting: again, into: half.records, keys: archive.keys)?.provider != nil)
  }
}
