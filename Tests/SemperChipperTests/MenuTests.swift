import CardTrials
import SemperChipper
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// What only a purse on a card, and only a merchant's module, can do.
@Suite struct MenuTests {
  private static let limits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 500_00, .euro))

  private static func menu(_ world: PurseWorld, _ card: any CardChannel) throws -> any PurseMenu {
    let purse = ChipperPurse(
      try PurseID(bytes: Array(repeating: 3, count: PurseID.size)), card: card, host: world.provider,
      provider: world.bankKey.thumbprint, limits: limits, expires: nil, pin: { PurseWorld.pin },
      time: VirtualTime(now: PurseWorld.now))
    return try #require(purse.faculties.menu)
  }

  private static func till(
    _ world: PurseWorld, _ module: any CardChannel, reader: (any CardChannel)? = nil
  ) throws -> any PurseMenu {
    let till = ChipperTill(
      try PurseID(bytes: Array(repeating: 4, count: PurseID.size)), module: module, host: world.provider,
      provider: world.bankKey.thumbprint, limits: limits, reader: reader, time: VirtualTime(now: PurseWorld.now))
    return try #require(till.faculties.menu)
  }

  private static func operation(_ name: String, _ menu: any PurseMenu) throws -> SpecialOperation {
    try #require(menu.operations.first { $0.name == name })
  }

  private static let ten = SpecialInput.amount(Money(minorUnits: 10_00, .euro))

  @Test func loadsAndUnloads() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    let menu = try Self.menu(world, purse.channel)
    let said = try await menu.perform(Self.operation("load", menu), with: Self.ten)
    #expect(said.contains("10.00"))
    _ = try await menu.perform(Self.operation("load", menu), with: Self.ten)
    _ = try await menu.perform(
      Self.operation("unload", menu), with: .amount(Money(minorUnits: 5_00, .euro)))
    #expect(try await purse.terminal.balance() == 15_00)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
    await #expect(throws: Refusal.self) { try await menu.perform(Self.operation("load", menu), with: .none) }
  }

  /// The card is pulled at every command of a load; the same call again does not load twice.
  @Test(arguments: FlakyChannel.Moment.allCases)
  func aTornLoadIsFoundOut(_ moment: FlakyChannel.Moment) async throws {
    for command in 1...12 {
      let world = try await PurseWorld.make()
      let purse = try await world.purse()
      let reader = ChangingChannel(
        FlakyChannel(purse.channel, pullingAt: command, moment) { () throws(CardFailure) in })
      let menu = try Self.menu(world, reader)
      let load = try Self.operation("load", menu)
      let isTorn: Bool
      do {
        _ = try await menu.perform(load, with: Self.ten)
        isTorn = false
      } catch {
        isTorn = true
        reader.change(to: purse.channel)
        _ = try await menu.perform(load, with: Self.ten)
      }
      #expect(try await purse.terminal.balance() == 10_00, "pulled \(moment) command \(command)")
      #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 10_00)
      #expect(try await world.provider.audit().openOrders == 0)
      try await world.expectConservation(purses: [purse.terminal], modules: [])
      if !isTorn { break }
    }
  }

  /// A program that dies in a load finds it open the next time, also when it does something else.
  @Test func whatWasTornIsSettled() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    _ = try await purse.terminal.select()
    try await purse.terminal.verify(PurseWorld.pin)
    let offer = try await purse.terminal.initialize(
      .load, amount: 10_00, reference: PurseWorld.reference("torn"), terminal: PurseWorld.host, on: PurseWorld.today)
    _ = try await world.provider.order(offer, now: PurseWorld.now)
    let menu = try Self.menu(world, purse.channel)
    let said = try await menu.perform(Self.operation("settle", menu), with: .none)
    #expect(said.hasPrefix("1 settled"))
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
  }

  @Test func theOwnerChangesThePIN() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    let menu = try Self.menu(world, purse.channel)
    let change = try Self.operation("change-pin", menu)
    await #expect(throws: Refusal.self) { try await menu.perform(change, with: .text("0000 1357")) }
    _ = try await menu.perform(change, with: .text("2580 1357"))
    // The menu still knows the old one.
    await #expect(throws: Refusal.self) { try await menu.perform(Self.operation("load", menu), with: Self.ten) }
    for text in ["1357", "1357 12", "a b", ""] {
      await #expect(throws: Refusal.self) { try await menu.perform(change, with: .text(text)) }
    }
  }

  @Test func aTillCollects() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(50_00, purse.terminal)
    for index in 0..<3 { try await flow.buy(5_00, purse.terminal, at: module.terminal, for: "\(index)") }
    let menu = try Self.till(world, module.channel)
    #expect(menu.operations.map(\.name) == ["collect"])
    #expect(try await menu.perform(Self.operation("collect", menu), with: .none).contains("15.00"))
    #expect(try await menu.perform(Self.operation("collect", menu), with: .none).contains("0.00"))
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 15_00)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  @Test(arguments: FlakyChannel.Moment.allCases)
  func aTillGivesTheLastPurchaseBackOnce(_ moment: FlakyChannel.Moment) async throws {
    for command in 1...10 {
      let world = try await PurseWorld.make()
      let (purse, module) = (try await world.purse(), try await world.module())
      let flow = PurseFlow(world)
      try await flow.load(50_00, purse.terminal)
      try await flow.buy(5_00, purse.terminal, at: module.terminal, for: "first")
      try await flow.buy(7_00, purse.terminal, at: module.terminal, for: "second")
      let reader = ChangingChannel(
        FlakyChannel(purse.channel, pullingAt: command, moment) { () throws(CardFailure) in })
      let menu = try Self.till(world, module.channel, reader: reader)
      let cancel = try Self.operation("cancel-last", menu)
      let isTorn: Bool
      do {
        _ = try await menu.perform(cancel, with: .none)
        isTorn = false
      } catch {
        isTorn = true
        reader.change(to: purse.channel)
        _ = try await menu.perform(cancel, with: .none)
      }
      #expect(try await purse.terminal.balance() == 45_00, "pulled \(moment) command \(command)")
      #expect(try await module.terminal.status().total == 5_00)
      try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
      if !isTorn { break }
    }
  }
}
