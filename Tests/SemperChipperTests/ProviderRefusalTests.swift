import CardTrials
import SemperArchive
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperChipper

/// Each check of the provider, which is bank and acquirer, is needed: here is the cheat that only it refuses.
@Suite struct ProviderRefusalTests {
  private func code(_ body: () async throws -> Void) async throws -> RefusalCode? {
    do {
      try await body()
      return nil
    } catch let refusal as Refusal {
      return refusal.code
    }
  }

  private let now = PurseWorld.now

  // MARK: Loads and unloads

  @Test func theHostOrdersWhatIsForItself() async throws {
    let world = try await PurseWorld.make()
    let (forged, purse) = (ForgedCards(world: world), try await world.purse().terminal.select().number)
    func ordered(_ offer: PurseOffer) async throws -> RefusalCode? {
      try await code { _ = try await world.provider.order(offer, now: now) }
    }
    #expect(try await ordered(forged.offer(.load, 100, of: purse, to: CardNumber(0x22))) == .malformed)
    #expect(try await ordered(forged.offer(.load, 0, of: purse)) == .malformed)
    #expect(try await ordered(forged.offer(.purchase, 100, of: purse)) == .malformed)
    #expect(try await ordered(forged.offer(.load, 100, of: purse, version: 2)) == .untrusted)
    #expect(try await ordered(forged.offer(.load, 100, of: purse, isForged: true)) == .badSignature)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant)
    #expect(try await world.provider.alarms() == [])
    #expect(try await ordered(forged.offer(.load, 100, of: purse)) == nil)
    #expect(try await ordered(forged.offer(.load, 100, of: CardNumber(0x99))) == .untrusted)
    #expect(try await world.provider.alarms().map(\.sign) == [.unknownPurse])
  }

  @Test func aPurseSaysOnceWhatItWasTold() async throws {
    let world = try await PurseWorld.make()
    let (forged, purse) = (ForgedCards(world: world), try await world.purse().terminal.select().number)
    let offer = try forged.offer(.load, 100, of: purse)
    func said(_ amount: UInt32, _ balance: UInt32, isForged: Bool = false) async throws -> RefusalCode? {
      try await code {
        try await world.provider.complete(
          forged.word(on: offer, amount, balance: balance, isForged: isForged), now: now)
      }
    }
    #expect(try await said(100, 100) == .notFound)
    _ = try await world.provider.order(offer, now: now)
    #expect(try await said(100, 100, isForged: true) == .badSignature)
    #expect(try await said(101, 101) == .amountMismatch)
    #expect(try await said(100, 101) == .amountMismatch)
    #expect(try await world.provider.alarms() == [])
    for _ in 0..<2 { #expect(try await said(100, 100) == nil) }
    #expect(try await world.provider.alarms() == [])
    // Loaded, and gets its money back as if it were not.
    #expect(try await said(0, 0) == .badSignature)
    #expect(try await world.provider.alarms().map(\.sign) == [.contradiction])
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 100)
  }

  // MARK: Locks

  private func terms(_ world: PurseWorld, _ amount: Money) -> LockTerms {
    let opening = Digest(plain: Array("opening".utf8))
    return LockTerms(
      exchange: Digest(plain: Array("deal".utf8)), path: "payment", opening: opening, amount: amount,
      payee: world.merchant.thumbprint, refund: world.customer.thumbprint, arbiter: world.bankKey.thumbprint)
  }

  @Test func aPurchaseGoesUnderTheLockThatItIsFor() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(1_000, purse.terminal)
    let (forged, number) = (ForgedCards(world: world), try await purse.terminal.select().number)
    let euros = terms(world, Money(minorUnits: 300, .euro))
    let dollars = terms(world, Money(minorUnits: 300, try Currency(code: "USD")))
    func locked(
      _ lock: LockTerms, _ kind: TransactionKind = .purchase, _ amount: UInt32 = 300
    ) async throws -> RefusalCode? {
      let offer = try forged.offer(
        kind, amount, of: number, number: 2, balance: 1_000, for: HostOrder.reference(lock))
      return try await code { _ = try await world.provider.order(offer, locking: lock, now: now) }
    }
    #expect(try await locked(dollars) == .amountMismatch)
    #expect(try await locked(euros, .incremental) == .lockInvalid)
    #expect(try await locked(euros, .unload) == .lockInvalid)
    #expect(try await locked(euros, .purchase, 299) == .lockInvalid)
    let elsewhere = try forged.offer(.purchase, 300, of: number, number: 2, balance: 1_000)
    #expect(
      try await code { _ = try await world.provider.order(elsewhere, locking: euros, now: now) } == .lockInvalid)
    #expect(try await locked(euros) == nil)
  }

  /// The owner has locked money of its account under the same terms while the purse was paying.
  @Test func whatIsLockedMeanwhileIsNotLockedTwice() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(1_000, purse.terminal)
    let lock = terms(world, Money(minorUnits: 300, .euro))
    let offer = try await purse.terminal.initialize(
      .purchase, amount: 300, reference: HostOrder.reference(lock), terminal: PurseWorld.host, on: PurseWorld.today)
    let order = try await world.provider.order(offer, locking: lock, now: now)
    let owner = world.customer.thumbprint
    try await world.archive.records.transact { transaction in
      _ = try world.locks.lock(lock, for: owner, from: .customer(owner), now: PurseWorld.now, transaction)
    }
    try await world.provider.complete(purse.terminal.carryOut(offer, order: order), now: now)
    #expect(try await world.locked() == 300)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 1_000)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
  }

  // MARK: Collections

  @Test func aBatchIsWhatItsModuleSealed() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(1_000, purse.terminal)
    let (forged, number) = (ForgedCards(world: world), try await purse.terminal.select().number)
    let (module, other) = (
      try await world.module().terminal.select().number, try await world.module().terminal.select().number
    )
    let records = [
      try forged.record(300, of: number, number: 2, at: module),
      try forged.record(200, of: number, number: 3, at: module),
    ]
    func accepted(_ batch: ModuleBatch, _ records: [ModuleRecord]) async throws -> RefusalCode? {
      try await code { _ = try await world.provider.accept(batch, records, of: module, now: now) }
    }
    let root = ModuleBatch.root(of: records)
    let foreign = records + [try forged.record(100, of: number, number: 4, at: module, sealedBy: other)]
    let wrong: [(String, ModuleBatch, [ModuleRecord])] = [
      ("another module's seal", try forged.batch(records, at: module, sealedBy: other), records),
      ("nothing", try forged.batch([], at: module, total: 0, root: root), []),
      ("another count", try forged.batch(records, at: module, count: 3), records),
      ("other records", try forged.batch(records, at: module, root: PurseWorld.reference("x")), records),
      ("more money", try forged.batch(records, at: module, total: 501), records),
      ("a record that is not its own", try forged.batch(foreign, at: module), foreign),
    ]
    for (name, batch, records) in wrong { #expect(try await accepted(batch, records) == .badSignature, "\(name)") }
    #expect(try await accepted(forged.batch(records, at: module, counter: 2), records) == .outsideTerms)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant)
    for _ in 0..<2 { #expect(try await accepted(forged.batch(records, at: module), records) == nil) }
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 500)
    let others = [try forged.record(100, of: number, number: 4, at: module)]
    #expect(try await accepted(forged.batch(others, at: module), others) == .idReused)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 500)
  }

  @Test func aRefundIsWhatItsModuleSealedAndOnce() async throws {
    let world = try await PurseWorld.make()
    let (forged, purse) = (ForgedCards(world: world), try await world.purse().terminal.select().number)
    let (module, other) = (
      try await world.module().terminal.select().number, try await world.module().terminal.select().number
    )
    let reason = PurseWorld.reference("broken")
    func refunded(_ amount: UInt32, sealedBy sealer: CardNumber? = nil) async throws -> RefusalCode? {
      try await code {
        try await world.provider.refund(
          forged.refund(amount, to: purse, for: reason, at: module, sealedBy: sealer), now: now)
      }
    }
    #expect(try await refunded(0) == .badSignature)
    #expect(try await refunded(300, sealedBy: other) == .badSignature)
    for _ in 0..<2 { #expect(try await refunded(300) == nil) }
    #expect(try await refunded(301) == .idempotencyConflict)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant - 300)
  }

  // MARK: Numbers and accounts

  @Test func aNumberIsGivenToOneCard() async throws {
    let world = try await PurseWorld.make()
    _ = try await world.purse(number: CardNumber(5))
    #expect(try await code { _ = try await world.purse(number: CardNumber(5)) } == .idReused)
    _ = try await world.module(number: CardNumber(5))
    #expect(try await code { _ = try await world.module(number: CardNumber(5)) } == .idReused)
  }

  @Test func anAccountHoldsNoLessThanNothing() throws {
    let account = PurseAccount(owner: SigningKey().thumbprint, keyVersion: 1)
    #expect(try PurseAccount(json: account.json) == account)
    for (shadow, overspent) in [(Int64(-1), Int64(0)), (0, -1)] {
      var account = account
      account.shadow = shadow
      account.overspent = overspent
      #expect(throws: CodingError.self) { try PurseAccount(json: account.json) }
    }
  }

  // MARK: Over a network

  private static let place = Result { try Address("http://127.0.0.1:1") }

  /// A host that says no for ever, and one that cannot answer now.
  @Test func aHostThatCannotAnswerNowHasNotRefused() async throws {
    let world = try await PurseWorld.make()
    let address = try Self.place.get()
    let offer = try ForgedCards(world: world).offer(.load, 100, of: CardNumber(0x99))
    for (refusal, isFinal) in [
      (Refusal(.untrusted, blame: .peer, "no"), true), (Refusal(.unavailable, blame: .provider, "not now"), false),
    ] {
      let route = Route(.post, RemotePurseHost.orders, summary: "Says no.", limits: RouteLimits(body: 2048)) { _, _ in
        throw refusal
      }
      let host = RemotePurseHost(
        number: PurseWorld.host, transport: InProcessTransport([address: [route]]), address: address)
      if isFinal {
        #expect(try await code { _ = try await host.order(offer, now: now) } == .untrusted)
      } else {
        let failure = await #expect(throws: CardFailure.self) { try await host.order(offer, now: now) }
        #expect(failure?.code == .noAnswer)
      }
    }
  }

  @Test func aBankThatKeepsNoModuleSaysSo() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    #expect(try await code { _ = try await bank.paired(SigningKey()) } == .unknownAccount)
  }

  @Test func aPurseComesWithItsPIN() async throws {
    let world = try await PurseWorld.make()
    let address = try Self.place.get()
    let state = try await world.purse().state()
    func order(pin: String) async throws {
      let bank = world.bankKey.publicKey
      let route = Route(.post, PurseLetter.path, summary: "Issues.", limits: RouteLimits(body: 8 << 10)) { request, _ in
        let signed = try SignedStatement(canonicalBytes: request.body)
        let order = try VerifiedStatement<LetterOrder<PurseLetter>>(verifying: signed, keys: KeySet()).content
        let letter = PurseLetter(card: state, pin: pin, expires: PurseWorld.now)
        return .json(
          ByteString(
            try order.reply.seal(
              letter.canonicalBytes, for: .purseLetter, context: bank.thumbprint.bytes,
              authenticating: signed.digest.bytes)))
      }
      let line = BankLine(transport: InProcessTransport([address: [route]]), address: address, bank: bank)
      _ = try await line.purse(for: world.customer, now: now)
    }
    try await order(pin: "2580")
    let error = await #expect(throws: TransportError.self) { try await order(pin: "25") }
    #expect(error?.code == .malformed)
  }

  /// The end of a metered purchase is told again from the bank's books when the module has forgotten it; another step of it is not.
  @Test func whatWasCollectedGoesNoFurther() async throws {
    let bank = ModuleBank(try await PurseWorld.make())
    let (world, module) = (bank.world, bank.module)
    let (purse, flow) = (try await world.purse(), PurseFlow(world))
    try await flow.load(1_000, purse.terminal)
    let offer = try await flow.offer(.incremental, 300, purse.terminal, at: module)
    try await module.open(offer)
    let order = try await module.order(offer, upTo: 200)
    _ = try await module.complete(purse.terminal.pay(offer, upTo: 200, order: order))
    let receipt = try await module.end(offer)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 200)
    #expect(try await module.end(offer) == receipt)
    #expect(try await code { _ = try await module.order(offer, upTo: 300) } == .notFound)
  }
}
