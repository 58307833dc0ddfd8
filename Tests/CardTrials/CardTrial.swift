import SemperChipper
import SemperModel

/// What a purse and a module must do together, wherever they are: the same in this process and behind real readers.
public enum CardTrial: String, CaseIterable, Sendable {
  case loadPayCollectUnload = "load, pay, collect, unload"
  case incremental = "pay step by step"
  case cancellation = "give the last purchase back"
  case refusals = "refuse what is not in order"
  case pulledPurse = "lose nothing when the purse is pulled at any command"
  case pulledModule = "lose nothing when the module is pulled at any command"
  case race = "two terminals at one purse"

  public func run(on stand: any CardStand) async throws {
    let world = try await PurseWorld.make()
    let cards = (purse: try await world.purse(), module: try await world.module())
    try await stand.insert(cards.purse.card, cards.module.card)
    let setting = Setting(
      world: world, flow: PurseFlow(world), purse: PurseTerminal(try await stand.purse()),
      module: ModuleTerminal(try await stand.module()), stand: stand)
    try await setting.flow.load(5000, setting.purse)
    switch self {
    case .loadPayCollectUnload: try await setting.payCollectUnload()
    case .incremental: try await setting.payStepByStep()
    case .cancellation: try await setting.giveBack()
    case .refusals: try await setting.refuse()
    case .pulledPurse: try await setting.pull(purse: true)
    case .pulledModule: try await setting.pull(purse: false)
    case .race: try await setting.race()
    }
    try await world.expectConservation(
      purses: [PurseTerminal(try await stand.purse())], modules: [ModuleTerminal(try await stand.module())])
    try require(try await world.provider.alarms() == [], "the provider was alarmed by honest cards")
  }

  struct Setting: Sendable {
    let world: PurseWorld
    let flow: PurseFlow
    let purse: PurseTerminal
    let module: ModuleTerminal
    let stand: any CardStand
  }
}

extension CardTrial.Setting {
  func payCollectUnload() async throws {
    try await flow.buy(1250, purse, at: module)
    try require(try await purse.balance() == 3750, "the purse did not pay 12.50")
    let collected = try await world.provider.collect(from: module, now: PurseWorld.now)
    try require(collected == 1250, "\(collected) was collected")
    try await flow.unload(3750, purse)
    try require(try await world.balance(of: world.merchant) == PurseWorld.grant + 1250, "the merchant was not paid")
    try require(try await world.balance(of: world.customer) == PurseWorld.grant - 1250, "the customer paid otherwise")
  }

  func payStepByStep() async throws {
    let offer = try await flow.offer(.incremental, 3000, purse, at: module)
    try await module.open(offer)
    for total: UInt32 in [100, 250, 2500] {
      let paid = try await purse.pay(offer, upTo: total, order: module.order(offer, upTo: total))
      try require(try await module.complete(paid) == nil, "a step is no receipt")
    }
    try require(try await module.end(offer) != nil, "the end gives a receipt")
    try require(try await purse.balance() == 2500, "the purse paid another total")
  }

  func giveBack() async throws {
    try await flow.buy(700, purse, at: module, for: "first")
    try await flow.buy(300, purse, at: module, for: "second")
    try await requireRefusal("giving back what was not last") {
      try await flow.giveBack(700, purse, at: module, for: "first")
    }
    try await flow.giveBack(300, purse, at: module, for: "second")
    try require(try await purse.balance() == 4300, "the purse did not get its money back")
  }

  func refuse() async throws {
    let seal = [UInt8](repeating: 0x5A, count: 8)
    let early = try await purse.channel.transmit(CommandAPDU(0x54, data: seal))
    try require(early.status == .outOfOrder, "a debit without a beginning answered \(early.status)")
    _ = try await flow.offer(.purchase, 100, purse, at: module)
    let forged = try await purse.channel.transmit(CommandAPDU(0x54, data: seal))
    try require(forged.status == .wrongSeal, "a forged seal was answered with \(forged.status)")
    let second = try await purse.channel.transmit(CommandAPDU(0x54, data: seal))
    try require(second.status == .outOfOrder, "a second try was answered with \(second.status)")
    try await requireRefusal("more than there is") { try await flow.buy(5001, purse, at: module) }
    let offer = try await flow.offer(.purchase, 100, purse, at: module)
    let done = try await purse.carryOut(offer, order: module.order(offer))
    let first = try await module.complete(done)
    try require(try await module.complete(done) == first, "the same completion got another receipt")
    try require(try await module.status().total == 100, "a completion was credited twice")
  }

  /// Pulls a card at every command of a purchase, before and after the card has carried it out.
  func pull(purse isPurse: Bool) async throws {
    for moment in FlakyChannel.Moment.allCases {
      var step = 1
      while try await purchaseBreaks(at: step, moment, isPurse) { step += 1 }
      try require(step > 2, "no command was broken off")
    }
  }

  /// Whether the card was pulled at all.
  private func purchaseBreaks(at step: Int, _ moment: FlakyChannel.Moment, _ isPurse: Bool) async throws -> Bool {
    let stand = stand
    let channel = isPurse ? try await stand.purse() : try await stand.module()
    let flaky = FlakyChannel(channel, pullingAt: step, moment) { () throws(CardFailure) in
      if isPurse { try await stand.pullPurse() } else { try await stand.pullModule() }
    }
    // A way that was open while the card was pulled has to notice that first.
    let steady = (purse: PurseTerminal(try await stand.purse()), module: ModuleTerminal(try await stand.module()))
    let (purse, module) =
      isPurse ? (PurseTerminal(flaky), steady.module) : (steady.purse, ModuleTerminal(flaky))
    var offer: PurseOffer?
    do {
      let made = try await purse.initialize(
        .purchase, amount: 10, reference: PurseWorld.reference("\(step)"),
        terminal: module.select().number, on: PurseWorld.today)
      offer = made
      let order = try await module.order(made)
      _ = try await module.complete(purse.carryOut(made, order: order))
    } catch is CardFailure {
      try require(flaky.isOver, "a card failed that nobody pulled")
    }
    let again = (purse: PurseTerminal(try await stand.purse()), module: ModuleTerminal(try await stand.module()))
    if let offer { _ = try await PurchaseRecovery.recover(offer, again.purse, again.module) }
    try require(try await again.module.status().open == 0, "a purchase stays open")
    return flaky.isOver
  }

  func race() async throws {
    let stand = stand
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        group.addTask {
          let (purse, module) = (try await stand.purse(), try await stand.module())
          _ = try await purse.exclusively {
            try await flow.buy(10, PurseTerminal(purse), at: ModuleTerminal(module), for: "\(index)")
          }
        }
      }
      try await group.waitForAll()
    }
    try require(try await purse.balance() == 4920, "eight purchases of 0.10 did not go through")
  }
}
