import CardTrials
import SemperArchive
import SemperChipper
import SemperModel
import Testing

/// The card is pulled at every command, and dies at every write: nothing is lost, and the terminal finishes or undoes.
@Suite struct TearingTests {
  enum Place: CaseIterable { case purse, module }

  /// What a terminal does after a purchase that broke off: it asks the purse what became of the number, and tells the module.
  static func recover(
    _ offer: PurseOffer?, _ purse: PurseTerminal, _ module: ModuleTerminal
  ) async throws -> UInt32 {
    guard let offer else { return 0 }
    let entry = try await purse.outcome(of: offer.terms.number, offer.terms.kind)
    do {
      _ = try await module.complete(PurseCompletion(entry, of: offer.terms.purse))
      if offer.terms.kind == .incremental { _ = try await module.end(offer) }
    } catch let refusal as Refusal where refusal.code == .notFound {
      // The module never heard of it or has it settled.
      #expect(entry.amount == 0)
    }
    return entry.amount
  }

  @Test(arguments: FlakyChannel.Moment.allCases, Place.allCases)
  func aPurchaseSurvivesThePullOfACardAtEachCommand(_ moment: FlakyChannel.Moment, _ place: Place) async throws {
    for kind in [TransactionKind.purchase, .incremental, .cancellation] {
      var step = 1
      while try await purchaseBreaks(at: step, moment, place, kind) { step += 1 }
      #expect(step > 2)
    }
  }

  /// Whether the card was pulled at all.
  private func purchaseBreaks(
    at step: Int, _ moment: FlakyChannel.Moment, _ place: Place, _ kind: TransactionKind
  ) async throws -> Bool {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    if kind == .cancellation { _ = try await flow.buy(400, purse.terminal, at: module.terminal) }
    let flaky = FlakyChannel(place == .purse ? purse.channel : module.channel, pullingAt: step, moment) {
      if place == .purse { purse.card.reset() } else { module.card.reset() }
    }
    let purseTerminal = PurseTerminal(place == .purse ? flaky : purse.channel)
    let moduleTerminal = ModuleTerminal(place == .module ? flaky : module.channel)
    var offer: PurseOffer?
    do {
      let terminal = try await moduleTerminal.select().number
      let made = try await purseTerminal.initialize(
        kind, amount: 400, reference: PurseWorld.reference("deal"), terminal: terminal, on: PurseWorld.today)
      offer = made
      if kind == .incremental {
        try await moduleTerminal.open(made)
        for total: UInt32 in [100, 400] {
          let order = try await moduleTerminal.order(made, upTo: total)
          _ = try await moduleTerminal.complete(purseTerminal.pay(made, upTo: total, order: order))
        }
        _ = try await moduleTerminal.end(made)
      } else {
        let order = try await moduleTerminal.order(made)
        _ = try await moduleTerminal.complete(purseTerminal.carryOut(made, order: order))
      }
    } catch is CardFailure {
      #expect(flaky.isOver)
    }
    let moved = try await Self.recover(offer, purse.terminal, module.terminal)
    #expect(try await Self.recover(offer, purse.terminal, module.terminal) == moved)
    #expect(try await module.terminal.status().open == 0)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    #expect(try await world.provider.alarms() == [])
    return flaky.isOver
  }

  @Test(arguments: [TransactionKind.load, .unload], FlakyChannel.Moment.allCases)
  func aLoadSurvivesThePullOfTheCard(_ kind: TransactionKind, _ moment: FlakyChannel.Moment) async throws {
    var step = 1
    while try await loadBreaks(at: step, moment, kind) { step += 1 }
    #expect(step > 3)
  }

  private func loadBreaks(at step: Int, _ moment: FlakyChannel.Moment, _ kind: TransactionKind) async throws -> Bool {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(1000, purse.terminal)
    let flaky = FlakyChannel(purse.channel, pullingAt: step, moment) { purse.card.reset() }
    let terminal = PurseTerminal(flaky)
    var offer: PurseOffer?
    var hostSaidGo = false
    do {
      try await terminal.verify(PurseWorld.pin)
      let made = try await terminal.initialize(
        kind, amount: 400, reference: PurseWorld.reference("account"), terminal: world.provider.number,
        on: PurseWorld.today)
      offer = made
      let order = try await world.provider.order(made, now: PurseWorld.now)
      hostSaidGo = true
      try await world.provider.complete(terminal.carryOut(made, order: order), now: PurseWorld.now)
    } catch is CardFailure {
      #expect(flaky.isOver)
    }
    if let offer, hostSaidGo {
      for _ in 0..<2 {
        let entry = try await purse.terminal.outcome(of: offer.terms.number, kind)
        try await world.provider.complete(PurseCompletion(entry, of: offer.terms.purse), now: PurseWorld.now)
      }
    }
    #expect(try await world.provider.audit().openOrders == 0)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
    #expect(try await world.provider.alarms() == [])
    return flaky.isOver
  }

  /// The memory of a card fails before or after each write of a purchase; the process that held the card is gone.
  @Test(arguments: [CrashPoint.Side.before, .after], Place.allCases)
  func aPurchaseSurvivesTheDeathOfACardAtEachWrite(_ side: CrashPoint.Side, _ place: Place) async throws {
    var write = 1
    while try await purchaseDies(at: write, side, place) { write += 1 }
    #expect(write > 2)
  }

  private func purchaseDies(at write: Int, _ side: CrashPoint.Side, _ place: Place) async throws -> Bool {
    let world = try await PurseWorld.make()
    var (purse, module) = (try await world.purse(), try await world.module())
    try await PurseFlow(world).load(1000, purse.terminal)
    let done = (place == .purse ? purse.archive : module.archive).writes.count
    let crash = CrashPoint(write: done + write, side)
    if place == .purse { purse = purse.reopened(crash: crash) } else { module = module.reopened(crash: crash) }
    var offer: PurseOffer?
    do {
      let made = try await PurseFlow(world).offer(.purchase, 400, purse.terminal, at: module.terminal)
      offer = made
      let order = try await module.terminal.order(made)
      _ = try await module.terminal.complete(purse.terminal.carryOut(made, order: order))
    } catch is CardFailure {}
    let died = (place == .purse ? purse.archive : module.archive).hasCrashed
    (purse, module) = (purse.reopened(), module.reopened())
    _ = try await Self.recover(offer, purse.terminal, module.terminal)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
    return died
  }
}
