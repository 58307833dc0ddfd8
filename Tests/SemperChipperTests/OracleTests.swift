import CardTrials
import Foundation
import SemperChipper
import SemperCryptography
import SemperModel
import Testing

/// Our module takes the independent purse, and our purse pays the independent module.
@Suite struct OracleTests {
  private static let masters = Dictionary(
    uniqueKeysWithValues: KeyUse.allCases.enumerated().map { index, use in
      (use, [UInt8](repeating: UInt8(0x11 * (index + 1)), count: 16))
    })
  private static let purseNumber = CardNumber(0x1122_3344_5566_7788)
  private static let moduleNumber = CardNumber(0x8877_6655_4433_2211)

  private static func setup(_ card: String, _ number: CardNumber) -> [String: Any] {
    let masters = masters.map { ($0.key.rawValue, $0.value.map { String(format: "%02x", $0) }.joined()) }
    return [
      "card": card, "number": number.description, "provider": PurseWorld.host.description, "currency": "EUR",
      "version": 3,
      "masters": Dictionary(uniqueKeysWithValues: masters), "expiry": "20271231", "maximum": 50_000,
    ]
  }

  private static func world() async throws -> PurseWorld {
    try await PurseWorld.make(
      keys: ProviderKeys(version: 3, masters: try masters.mapValues { try CMACKey(bytes: $0) }))
  }

  private static func exercise(
    _ world: PurseWorld, _ purse: PurseTerminal, _ module: ModuleTerminal
  ) async throws {
    #expect(try await purse.select().number == purseNumber)
    try await PurseFlow(world).load(5000, purse, pin: nil)
    #expect(try await world.provider.audit().openOrders == 0)
    let terminal = try await module.select().number
    func offer(_ kind: TransactionKind, _ amount: UInt32, _ deal: String) async throws -> PurseOffer {
      try await purse.initialize(
        kind, amount: amount, reference: PurseWorld.reference(deal), terminal: terminal, on: PurseWorld.today)
    }
    var made = try await offer(.purchase, 1250, "one")
    let first = try await module.complete(purse.carryOut(made, order: module.order(made)))
    #expect(first?.serial == 1)
    made = try await offer(.incremental, 900, "two")
    try await module.open(made)
    for total: UInt32 in [10, 800] {
      _ = try await module.complete(purse.pay(made, upTo: total, order: module.order(made, upTo: total)))
    }
    #expect(try await module.end(made)?.serial == 2)
    made = try await offer(.purchase, 50, "three")
    _ = try await module.complete(purse.carryOut(made, order: module.order(made)))
    made = try await offer(.cancellation, 50, "three")
    _ = try await module.complete(purse.carryOut(made, order: module.order(made)))
    #expect(try await purse.balance() == 2950)
    #expect(try await module.status().total == 2050)
    // Torn before and after the debit.
    made = try await offer(.purchase, 100, "four")
    let order = try await module.order(made)
    var entry = try await purse.outcome(of: made.terms.number, .purchase)
    #expect(entry.amount == 0)
    _ = try await module.complete(PurseCompletion(entry, of: purseNumber))
    await #expect(throws: Refusal.self) { try await purse.carryOut(made, order: order) }
    made = try await offer(.purchase, 200, "five")
    _ = try await purse.carryOut(made, order: module.order(made))
    entry = try await purse.outcome(of: made.terms.number, .purchase)
    #expect(try await module.complete(PurseCompletion(entry, of: purseNumber))?.serial == 5)
    // A wrong seal, and a swapped module.
    made = try await offer(.purchase, 1, "six")
    await #expect(throws: Refusal.self) { try await purse.carryOut(made, order: made.seal) }
    let elsewhere = try await purse.initialize(
      .purchase, amount: 1, reference: PurseWorld.reference("seven"), terminal: CardNumber(5), on: PurseWorld.today)
    await #expect(throws: Refusal.self) { try await module.order(elsewhere) }
    #expect(try await purse.balance() == 2750)
  }

  @Test func theIndependentPursePaysOurModule() async throws {
    let world = try await Self.world()
    let module = try await world.module(number: Self.moduleNumber).terminal
    _ = try await world.purse(number: Self.purseNumber)
    let purse = PurseTerminal(try OracleChannel(Self.setup("purse", Self.purseNumber)))
    try await Self.exercise(world, purse, module)
    #expect(try await world.provider.collect(from: module, now: PurseWorld.now) == 2250)
    try await world.expectConservation(purses: [purse], modules: [module])
  }

  @Test func ourPursePaysTheIndependentModuleAndOurAcquirerCollects() async throws {
    let world = try await Self.world()
    _ = try await world.module(number: Self.moduleNumber)
    let purse = try await world.purse(mask: 0, number: Self.purseNumber).terminal
    let module = ModuleTerminal(try OracleChannel(Self.setup("module", Self.moduleNumber)))
    try await Self.exercise(world, purse, module)
    #expect(try await world.provider.collect(from: module, now: PurseWorld.now) == 2250)
    #expect(try await module.status().closed == 0)
    try await world.expectConservation(purses: [purse], modules: [module])
    #expect(try await world.provider.alarms() == [])
  }
}
