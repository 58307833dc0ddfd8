import CardTrials
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import Testing

@testable import SemperChipper

/// Modules that stay at the bank, and what comes of what they take.
@Suite struct HostingTests {
  @Test func whatAModuleTakesIsOnTheAccountWithTheReceipt() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, module) = (bank.world, bank.module)
    let (purse, flow) = (try await world.purse(), PurseFlow(world))
    try await flow.load(1000, purse.terminal)
    for index in 1...3 {
      try await flow.buy(100, purse.terminal, at: module, for: "\(index)")
      #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 100 * Int64(index))
      try await world.expectConservation(purses: [purse.terminal], modules: [module])
    }
    // A terminal that has lost the answer gets it again, although the module has forgotten the payment by then.
    let offer = try await flow.offer(.purchase, 50, purse.terminal, at: module)
    let done = try await purse.terminal.carryOut(offer, order: module.order(offer))
    let receipt = try await module.complete(done)
    #expect(receipt != nil)
    #expect(try await bank.module.complete(done) == receipt)
    let other = PurseCompletion(
      purse: done.purse, number: done.number, amount: 49, balance: done.balance, seal: done.seal)
    await #expect(throws: Refusal.self) { try await module.complete(other) }
    // So does one that is paid step by step.
    let steps = try await flow.offer(.incremental, 60, purse.terminal, at: module)
    try await module.open(steps)
    _ = try await module.complete(purse.terminal.pay(steps, upTo: 20, order: module.order(steps, upTo: 20)))
    let end = try await module.end(steps)
    #expect(end?.serial == 5)
    #expect(try await bank.module.end(steps) == end)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 370)
    try await world.expectConservation(purses: [purse.terminal], modules: [module])
    #expect(try await world.provider.alarms() == [])
  }

  /// Who took a copied card in good faith gets its receipt as often as it asks, although the number was another shop's before.
  @Test func aReceiptForACopiedCardComesAgain() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, module) = (bank.world, bank.module)
    let (purse, other) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    let copy = try await purse.copied()
    try await flow.buy(100, purse.terminal, at: other.terminal)
    try await world.provider.collect(from: other.terminal, now: PurseWorld.now)
    let offer = try await flow.offer(.purchase, 100, copy.terminal, at: module)
    let done = try await copy.terminal.carryOut(offer, order: module.order(offer))
    let receipt = try await module.complete(done)
    #expect(receipt != nil)
    #expect(try await bank.module.complete(done) == receipt)
    #expect(try await world.provider.alarms().map(\.sign) == [.repeatedNumber])
    // The module has heard of it with this collection.
    #expect(try await module.status().blocked == 1)
  }

  /// Whatever was ordered and however often, and nobody but who has ordered opens the answer.
  @Test func anAccountHasOneModule() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let world = bank.world
    let first = try await bank.paired(world.merchant)
    let second = try await bank.paired(world.merchant)
    #expect(first.module == second.module)
    #expect(try await bank.paired(world.customer).module != first.module)
    let reply = SealingKey()
    let order = try world.order(ModuleLetter.self, of: world.merchant, reply: reply)
    let sealed = try await world.provider.hostModule(order, now: PurseWorld.now)
    let context = world.bankKey.thumbprint.bytes
    let letter = try ModuleLetter(
      canonicalBytes: reply.open(
        sealed.bytes, for: .moduleLetter, context: context, authenticating: order.digest.bytes))
    #expect(letter.module == first.module && letter.secret.bytes.count == CardPairing.size)
    #expect(throws: CryptographyError.self) {
      try SealingKey().open(sealed.bytes, for: .moduleLetter, context: context, authenticating: order.digest.bytes)
    }
  }

  @Test func othersGetNothing() async throws {
    let world = try await PurseWorld.make()
    for (order, code) in try world.refusedOrders(ModuleLetter.self, of: world.merchant) {
      let refusal = await #expect(throws: Refusal.self) {
        try await world.provider.hostModule(order, now: PurseWorld.now)
      }
      #expect(refusal?.code == code)
    }
  }

  /// The pairing of one module is nothing at another, and a module that is in its merchant's hands, or none, is not answered for.
  @Test func whoIsNotPairedIsNotAnswered() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, module) = (bank.world, bank.module)
    let (number, other) = (try await module.select().number, try await bank.paired(world.customer))
    let channel = RemoteChannel(
      transport: bank.transport, address: ModuleBank.address, path: ModuleHost.path(of: number),
      pairing: try other.pairing)
    await #expect(throws: CardFailure.self) { try await channel.transmit(CommandAPDU(0x7E)) }
    let issued = try await world.module().terminal.select().number
    for unknown in ["\(issued)", "\(CardNumber(1))", "none"] {
      let reply = try await bank.send(.get, "/purses/modules/\(unknown)/card")
      #expect(reply.status == (unknown == "none" ? 400 : 404), "\(unknown)")
    }
    for body in [[], [0], Array(repeating: UInt8(9), count: 100)] {
      #expect(try await bank.send(.post, ModuleHost.path(of: number), body).status == 403)
    }
    #expect(try await module.status().open == 0)
  }

  /// What a listener has recorded does nothing again, at this start of the bank and at the next one; the honest terminal goes on.
  @Test func aRecordedRequestDoesNothingAgain() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let module = bank.module
    _ = try await module.status()
    let paired = try await bank.paired(bank.world.merchant)
    let path = ModuleHost.path(of: paired.module)
    let start = try await bank.send(.get, path).body
    func sealed(_ number: UInt32) throws -> [UInt8] {
      let name = Array(repeating: UInt8(3), count: 16)
      let status = CommandAPDU(Instruction.status, expected: ModuleStatus.size)
      return try paired.pairing.seal(
        CardPairing.Order(conversation: name, number: number, command: status.bytes), start: start)
    }
    let (first, second) = (try sealed(1), try sealed(2))
    for request in [first, second, second] { #expect(try await bank.send(.post, path, request).status == 200) }
    #expect(try await bank.send(.post, path, first).status == 409)
    bank.restart()
    #expect(try await bank.send(.get, path).body != start)
    for request in [first, second] { #expect(try await bank.send(.post, path, request).status == 403) }
    #expect(try await module.status().open == 0)
  }

  /// Opening desks needs no secret, so it closes none at which a terminal is answered.
  @Test func strangersDoNotCloseADesk() async throws {
    let bank = ModuleBank(try await PurseWorld.make(), desks: ModuleDesks(most: 2))
    let (world, module) = (bank.world, bank.module)
    _ = try await module.status()
    let path = ModuleHost.path(of: try await module.select().number)
    let start = try await bank.send(.get, path).body
    let others = [try await bank.paired(world.customer), try await bank.paired(world.bankKey, opening: world)]
    for _ in 0..<2 {
      for other in others {
        #expect(try await bank.send(.get, ModuleHost.path(of: other.module)).status == 200)
      }
    }
    #expect(try await bank.send(.get, path).body == start)
    // Used ones do, and the terminal that comes back finds another start and goes on.
    for account in [world.customer, world.bankKey] {
      _ = try await ModuleTerminal(bank.channel(of: account)).status()
    }
    #expect(try await module.status().open == 0)
    #expect(try await bank.send(.get, path).body != start)
  }

  /// Who gets a copy of the bank's tables can seal nothing with them.
  @Test func aModulesKeyLiesInNoTable() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, purse) = (bank.world, try await bank.world.purse())
    try await PurseFlow(world).load(1000, purse.terminal)
    _ = try await PurseFlow(world).offer(.purchase, 10, purse.terminal, at: bank.module)
    let number = try await bank.module.select().number
    let memory = try await world.archive.records.read {
      try $0.value(Array("module/\(number)".utf8), in: RecordTable("chipper_cards"))
    }
    let stored = try #require(memory)
    let key = try world.provider.keys.cardKey(.collection, of: number, version: 1).bytes
    #expect(!stored.indices.contains { stored[$0...].starts(with: key) })
    #expect(stored.indices.contains { stored[$0...].starts(with: number.bytes) })
  }

  /// Purchases that their customers leave fill a module; what it has taken never does.
  @Test func aModuleIsFullOfOpenPurchasesOnly() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, module) = (bank.world, bank.module)
    let (purse, flow) = (try await world.purse(), PurseFlow(world))
    try await flow.load(1000, purse.terminal)
    for index in 0..<260 { try await flow.buy(1, purse.terminal, at: module, for: "\(index)") }
    var last: (offer: PurseOffer, order: Seal)?
    for _ in 0..<256 {
      let offer = try await flow.offer(.purchase, 10, purse.terminal, at: module)
      last = (offer, try await module.order(offer))
    }
    let (offer, order) = try #require(last)
    let second = try await world.purse()
    try await flow.load(1000, second.terminal)
    let refusal = await #expect(throws: Refusal.self) { try await flow.buy(10, second.terminal, at: module) }
    #expect(refusal?.code == .overloaded)
    _ = try await module.complete(purse.terminal.carryOut(offer, order: order))
    try await flow.buy(10, second.terminal, at: module)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 280)
    try await world.expectConservation(purses: [purse.terminal, second.terminal], modules: [module])
  }

  /// What could not be collected for a while is collected when it leaves no more room, before a customer is turned away.
  @Test func aFullModuleIsCollectedFromFirst() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, module) = (bank.world, bank.module)
    let (purse, flow) = (try await world.purse(), PurseFlow(world))
    try await flow.load(1000, purse.terminal)
    let number = try await module.select().number
    // Batches that do not follow on the books are not taken.
    try await Self.setBooks(of: number, to: 7, in: world)
    for index in 0..<256 { try await flow.buy(1, purse.terminal, at: module, for: "\(index)") }
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant)
    let refusal = await #expect(throws: Refusal.self) { try await flow.buy(1, purse.terminal, at: module) }
    #expect(refusal?.code == .overloaded)
    try await Self.setBooks(of: number, to: 0, in: world)
    try await flow.buy(1, purse.terminal, at: module)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 257)
    try await world.expectConservation(purses: [purse.terminal], modules: [module])
  }

  private static func setBooks(of module: CardNumber, to counter: UInt32, in world: PurseWorld) async throws {
    try await world.archive.records.transact { transaction in
      var account = try #require(try transaction.value(ModuleAccount.self, module.bytes, in: ProviderTables.modules))
      account.counter = counter
      try transaction.change(account, for: module.bytes, in: ProviderTables.modules)
    }
  }

  /// The bank is killed at each of its writes, before it or after it: the merchant is paid once, and gets the receipt when it asks again.
  @Test(arguments: CrashPoint.Side.allCases)
  func whateverIsKilledTheMerchantIsPaidOnce(_ side: CrashPoint.Side) async throws {
    var write = 1
    while try await bankDies(at: CrashPoint(write: write, side)) { write += 1 }
    // Go, the word, the closing of the batch, the posting, the acknowledgement.
    #expect(write > 5)
  }

  private func bankDies(at point: CrashPoint) async throws -> Bool {
    let first = ModuleBank(try await PurseWorld.make())
    let purse = try await first.world.purse()
    try await PurseFlow(first.world).load(1000, purse.terminal)
    let number = try await first.module.select().number
    let offer = try await purse.terminal.initialize(
      .purchase, amount: 400, reference: PurseWorld.reference("deal"), terminal: number, on: PurseWorld.today)
    let before = first.world.archive.writes.count
    let dying = ModuleBank(first.world.reopened(crash: CrashPoint(write: before + point.write, point.side)))
    do {
      let terminal = dying.module
      _ = try await terminal.complete(purse.terminal.carryOut(offer, order: terminal.order(offer)))
    } catch is CardFailure {}
    let hasDied = dying.world.archive.hasCrashed
    let next = ModuleBank(dying.world.reopened())
    try await next.host.collect()
    #expect(try await next.module.status().total == 0)
    // The terminal asks the purse, and says what it says, as it does after every torn purchase.
    let entry = try await purse.terminal.outcome(of: offer.terms.number, .purchase)
    do {
      let receipt = try await next.module.complete(PurseCompletion(entry, of: offer.terms.purse))
      #expect((receipt != nil) == (entry.amount > 0))
    } catch let refusal as Refusal where refusal.code == .notFound {
      #expect(entry.amount == 0)
    }
    #expect(try await next.world.balance(of: next.world.merchant) == PurseWorld.grant + Int64(entry.amount))
    try await next.world.expectConservation(purses: [purse.terminal], modules: [next.module])
    #expect(try await next.world.provider.alarms() == [])
    return hasDied
  }
}

extension ModuleBank {
  /// The module of a key that has no account yet.
  func paired(_ key: SigningKey, opening world: PurseWorld) async throws -> ModuleLetter {
    try await world.open(key)
    return try await paired(key)
  }
}
