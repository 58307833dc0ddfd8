import CardTrials
import SemperChipper
import SemperModel
import Testing

/// What a cheat may try with cards, seals and copies.
@Suite struct FraudTests {
  @Test func sealsAreForOneModuleOneNumberAndOneDeal() async throws {
    let world = try await PurseWorld.make()
    let (purse, module, other) = (try await world.purse(), try await world.module(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    let offer = try await flow.offer(.purchase, 400, purse.terminal, at: module.terminal)
    // The module is swapped: an offer to one shop is nothing to another.
    let refusal = await #expect(throws: Refusal.self) { try await other.terminal.order(offer) }
    #expect(refusal?.code == .badSignature)
    let order = try await module.terminal.order(offer)
    let done = try await purse.terminal.carryOut(offer, order: order)
    await #expect(throws: Refusal.self) { try await other.terminal.complete(done) }
    _ = try await module.terminal.complete(done)
    // Replayed on the same day: the same receipt, and no second credit.
    let again = try await module.terminal.complete(done)
    #expect(again?.serial == 1)
    await #expect(throws: Refusal.self) { try await purse.terminal.carryOut(offer, order: order) }
    await #expect(throws: Refusal.self) { try await module.terminal.order(offer) }
    #expect(try await module.terminal.status().total == 400)
    // S2 of one transaction for the next one.
    let next = try await flow.offer(.purchase, 400, purse.terminal, at: module.terminal)
    await #expect(throws: Refusal.self) { try await purse.terminal.carryOut(next, order: order) }
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  @Test func aReplayAfterTheCollectionIsNotPaid() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    let offer = try await flow.offer(.purchase, 400, purse.terminal, at: module.terminal)
    let done = try await purse.terminal.carryOut(offer, order: module.terminal.order(offer))
    _ = try await module.terminal.complete(done)
    try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    await #expect(throws: Refusal.self) { try await module.terminal.order(offer) }
    await #expect(throws: Refusal.self) { try await module.terminal.complete(done) }
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  /// Flipping any bit of what a module or host gets is refused and changes nothing.
  @Test func everyFlippedBitIsRefused() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    let offer = try await flow.offer(.purchase, 400, purse.terminal, at: module.terminal)
    let before = try await module.state()
    let order = CommandAPDU(0x70, data: try Self.fields(offer), expected: 8)
    for command in Self.flips(order) {
      #expect(try await module.channel.transmit(command).status != .done)
    }
    #expect(try await module.state() == before)
    let done = try await purse.terminal.carryOut(offer, order: module.terminal.order(offer))
    let waiting = try await module.state()
    let complete = CommandAPDU(0x72, data: done.bytes, expected: 12)
    for command in Self.flips(complete) {
      #expect(try await module.channel.transmit(command).status != .done)
    }
    #expect(try await module.state() == waiting)
    #expect(try await module.terminal.complete(done)?.serial == 1)
  }

  /// What a module is told of an offer, as the card answered it.
  private static func fields(_ offer: PurseOffer) throws -> [UInt8] {
    Array(try ByteString(json: offer.json).bytes.dropLast(8))
  }

  private static func flips(_ command: CommandAPDU) -> [CommandAPDU] {
    command.data.indices.flatMap { index in
      (0..<8).map { bit in
        var data = command.data
        data[index] ^= 1 << bit
        return CommandAPDU(command.instruction, data: data, expected: command.expected)
      }
    }
  }

  @Test func aFlippedBitOfAnOrderEndsTheTransaction() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    for bit in 0..<64 {
      let offer = try await flow.offer(.purchase, 10, purse.terminal, at: module.terminal)
      var seal = try await module.terminal.order(offer).bytes
      seal[bit / 8] ^= 1 << (bit % 8)
      #expect(try await purse.channel.transmit(CommandAPDU(0x54, data: seal)).status == .wrongSeal)
      #expect(try await purse.channel.transmit(CommandAPDU(0x54, data: seal)).status == .outOfOrder)
      let entry = try await purse.terminal.outcome(of: offer.terms.number, .purchase)
      #expect(entry.amount == 0)
      _ = try await module.terminal.complete(PurseCompletion(entry, of: offer.terms.purse))
    }
    #expect(try await purse.terminal.balance() == 5000)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  /// Both copies spend everything, each at another shop: the collection tells, the shops are paid, the card is blocked.
  @Test func aCopiedCardIsCaught() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    let shops = [try await world.module(), try await world.module(), try await world.module()]
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    let copy = try await purse.copied()
    try await flow.buy(1000, purse.terminal, at: shops[0].terminal, for: "one")
    try await flow.buy(1000, copy.terminal, at: shops[1].terminal, for: "two")
    for shop in shops { try await world.provider.collect(from: shop.terminal, now: PurseWorld.now) }
    let signs = Set(try await world.provider.alarms().map(\.sign))
    #expect(signs == [.repeatedNumber, .overspent])
    let number = try await purse.terminal.select().number
    let account = try await world.provider.account(of: number)
    #expect(account?.isBlocked == true && account?.overspent == 1000 && account?.shadow == 0)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 2000)
    try await world.expectConservation(purses: [purse.terminal], modules: shops.map(\.terminal), lost: 1000)
    // No shop that has collected takes it any more, and it is not loaded either.
    #expect(try await shops[2].terminal.status().blocked == 1)
    let loaded = await #expect(throws: Refusal.self) { try await flow.load(100, purse.terminal) }
    #expect(loaded?.code == .untrusted)
  }

  @Test func aBlockedCardIsRefusedByTheModule() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    try await world.provider.block(purse.terminal.select().number)
    try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    let refusal = await #expect(throws: Refusal.self) { try await flow.buy(10, purse.terminal, at: module.terminal) }
    #expect(refusal?.code == .untrusted)
  }

  /// A broken card that has raised its own balance shows at its next load.
  @Test func aCardThatHoldsTooMuchIsCaught() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    let copy = try await purse.copied()
    try await flow.unload(1000, purse.terminal)
    // The copy still says that it holds 1000.
    _ = try? await flow.unload(500, copy.terminal)
    let offer = try await copy.terminal.initialize(
      .purchase, amount: 1, reference: PurseWorld.reference("x"), terminal: CardNumber(1), on: PurseWorld.today)
    #expect(offer.balance == 1000)
    await #expect(throws: Refusal.self) { try await flow.load(100, copy.terminal) }
    #expect(try await world.provider.account(of: offer.terms.purse)?.isBlocked == true)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
  }

  @Test func twoTerminalsRaceForOneCard() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    // Without holding the card: whoever began last may go on, and nothing is lost.
    let results = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<20 {
        group.addTask { (try? await flow.buy(10, purse.terminal, at: module.terminal, for: "\(index)")) != nil }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(try await purse.terminal.balance() == 1000 - 10 * UInt32(results))
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    // Holding it: all go through.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<20 {
        group.addTask {
          _ = try await purse.channel.exclusively {
            try await flow.buy(10, purse.terminal, at: module.terminal, for: "\(index)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await purse.terminal.balance() == 800 - 10 * UInt32(results))
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }
}
