import CardTrials
import SemperChipper
import SemperModel
import Testing

/// The transactions of EN 1546 as they go when nothing goes wrong, and what cards refuse.
@Suite struct PurchaseTests {
  @Test func loadPayCollectUnload() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 5000)
    let receipt = try await flow.buy(1250, purse.terminal, at: module.terminal)
    #expect(receipt.serial == 1)
    #expect(try await purse.terminal.balance() == 3750)
    #expect(try await module.terminal.status().total == 1250)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    #expect(try await world.provider.collect(from: module.terminal, now: PurseWorld.now) == 1250)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 1250)
    #expect(try await module.terminal.status().total == 0)
    try await flow.unload(3750, purse.terminal)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 1250)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    #expect(try await world.provider.alarms() == [])
  }

  @Test func anIncrementalPurchaseKeepsItsLastTotal() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    let offer = try await flow.offer(.incremental, 3000, purse.terminal, at: module.terminal)
    try await module.terminal.open(offer)
    for total: UInt32 in [100, 250, 2500] {
      let order = try await module.terminal.order(offer, upTo: total)
      let paid = try await purse.terminal.pay(offer, upTo: total, order: order)
      #expect(try await module.terminal.complete(paid) == nil)
    }
    let receipt = try await module.terminal.end(offer)
    #expect(receipt?.serial == 1)
    #expect(try await module.terminal.end(offer) == receipt)
    #expect(try await purse.terminal.balance() == 2500)
    #expect(try await module.terminal.status().total == 2500)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  @Test func anIncrementalPurchaseGoesNoFurtherThanItsMaximum() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    let offer = try await flow.offer(.incremental, 3000, purse.terminal, at: module.terminal)
    try await module.terminal.open(offer)
    await #expect(throws: Refusal.self) { try await module.terminal.order(offer, upTo: 3001) }
    let order = try await module.terminal.order(offer, upTo: 500)
    _ = try await module.terminal.complete(purse.terminal.pay(offer, upTo: 500, order: order))
    await #expect(throws: Refusal.self) { try await module.terminal.order(offer, upTo: 500) }
    // The same order again, for the same total, pays nothing more.
    await #expect(throws: Refusal.self) { try await purse.terminal.pay(offer, upTo: 500, order: order) }
    #expect(try await purse.terminal.balance() == 4500)
  }

  @Test func theLastPurchaseIsGivenBackByItsModuleOnly() async throws {
    let world = try await PurseWorld.make()
    let (purse, module, other) = (try await world.purse(), try await world.module(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(5000, purse.terminal)
    _ = try await flow.buy(700, purse.terminal, at: module.terminal, for: "first")
    _ = try await flow.buy(300, purse.terminal, at: module.terminal, for: "second")
    // Not the first, not another amount, not elsewhere.
    await #expect(throws: Refusal.self) {
      try await flow.giveBack(700, purse.terminal, at: module.terminal, for: "first")
    }
    await #expect(throws: Refusal.self) {
      try await flow.giveBack(200, purse.terminal, at: module.terminal, for: "second")
    }
    await #expect(throws: Refusal.self) {
      try await flow.giveBack(300, purse.terminal, at: other.terminal, for: "second")
    }
    try await flow.giveBack(300, purse.terminal, at: module.terminal, for: "second")
    await #expect(throws: Refusal.self) {
      try await flow.giveBack(300, purse.terminal, at: module.terminal, for: "second")
    }
    #expect(try await purse.terminal.balance() == 4300)
    #expect(try await module.terminal.status().total == 700)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    #expect(try await world.provider.account(of: purse.terminal.select().number)?.shadow == 4300)
  }

  @Test func aPurchaseThatIsCollectedIsNotGivenBack() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    _ = try await flow.buy(700, purse.terminal, at: module.terminal)
    try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    await #expect(throws: Refusal.self) { try await flow.giveBack(700, purse.terminal, at: module.terminal) }
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  @Test func whatThePurseRefuses() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(maximum: 10_000), try await world.module())
    let flow = PurseFlow(world)
    await #expect(throws: Refusal.self) { try await flow.load(10_001, purse.terminal) }
    try await flow.load(10_000, purse.terminal)
    await #expect(throws: Refusal.self) { try await flow.load(1, purse.terminal) }
    let tooMuch = await #expect(throws: Refusal.self) {
      try await flow.buy(10_001, purse.terminal, at: module.terminal)
    }
    #expect(tooMuch?.code == .insufficientFunds)
    let offer = try await flow.offer(.purchase, 100, purse.terminal, at: module.terminal)
    _ = try await module.terminal.order(offer)
    let forged = try CardNumber(text: "0123456789abcdef")
    let other = try await flow.offer(.purchase, 100, purse.terminal, at: module.terminal)
    // The seal of an earlier number, then a second try with the right one: one attempt for each number.
    let order = try await module.terminal.order(other)
    await #expect(throws: Refusal.self) { try await purse.terminal.carryOut(other, order: offer.seal) }
    await #expect(throws: Refusal.self) { try await purse.terminal.carryOut(other, order: order) }
    #expect(try await purse.terminal.balance() == 10_000)
    await #expect(throws: Refusal.self) {
      try await module.terminal.order(
        purse.terminal.initialize(
          .purchase, amount: 5, reference: PurseWorld.reference("x"), terminal: forged, on: PurseWorld.today))
    }
  }

  @Test func anExpiredPurseOnlyGivesBack() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse(expiry: "2026-11-26T00:00:00Z")
    let module = try await world.module()
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    let tomorrow = CardDate(PurseWorld.now.advanced(by: Span(seconds: 86_400)))
    let refusal = await #expect(throws: Refusal.self) {
      try await purse.terminal.initialize(
        .purchase, amount: 5, reference: PurseWorld.reference("x"), terminal: module.terminal.select().number,
        on: tomorrow)
    }
    #expect(refusal?.code == .expired)
    try await flow.unload(1000, purse.terminal, on: tomorrow)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  @Test func thePINIsNeededAndBlocks() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    let terminal = purse.terminal
    let wrong = try #require(PIN("0000"))
    _ = try await terminal.select()
    let refusal = await #expect(throws: Refusal.self) {
      try await terminal.initialize(
        .load, amount: 5, reference: PurseWorld.reference("x"), terminal: world.provider.number, on: PurseWorld.today)
    }
    #expect(refusal?.code == .userDeclined)
    try await flow.load(1000, purse.terminal)
    for _ in 0..<3 { await #expect(throws: Refusal.self) { try await terminal.verify(wrong) } }
    await #expect(throws: Refusal.self) { try await terminal.verify(PurseWorld.pin) }
    await #expect(throws: Refusal.self) { try await flow.load(1000, purse.terminal) }
    // Purchases need none, and the provider lets the owner in again.
    _ = try await flow.buy(10, purse.terminal, at: module.terminal)
    let new = try #require(PIN("123456789012"))
    let number = try await terminal.select().number
    let seal = try await world.provider.seal(.pin(new), for: number, challenge: terminal.challenge())
    try await terminal.apply(.pin(new), seal: seal)
    await #expect(throws: Refusal.self) { try await terminal.apply(.pin(new), seal: seal) }
    try await terminal.verify(new)
    try await terminal.changePIN(from: new, to: PurseWorld.pin)
    try await flow.load(1000, purse.terminal)
  }

  @Test func aFullModuleCompletesWhatItHasBegun() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module(capacity: 2))
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    _ = try await flow.buy(10, purse.terminal, at: module.terminal)
    let offer = try await flow.offer(.purchase, 20, purse.terminal, at: module.terminal)
    let paid = try await purse.terminal.carryOut(offer, order: module.terminal.order(offer))
    let full = await #expect(throws: Refusal.self) { try await flow.buy(30, purse.terminal, at: module.terminal) }
    #expect(full?.code == .overloaded)
    _ = try await module.terminal.complete(paid)
    try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    _ = try await flow.buy(30, purse.terminal, at: module.terminal)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }
}
