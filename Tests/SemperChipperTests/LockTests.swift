import CardTrials
import SemperBank
import SemperChipper
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization
import Testing

/// Value of a purse under a lock for a fair exchange, at the provider's bank.
@Suite struct LockTests {
  private static let opening: ItemOpening = {
    var generator = SystemRandomNumberGenerator()
    return OpeningSecret(using: &generator).opening(for: "payment")
  }()
  private static let refundKey = SigningKey()
  private static let arbiter = SigningKey()

  private static func terms(_ world: PurseWorld, _ units: Int64 = 12_50, deal: String = "deal") -> LockTerms {
    LockTerms(
      exchange: Digest(plain: Array(deal.utf8)), path: "payment", opening: opening.digest,
      amount: Money(minorUnits: units, .euro), payee: world.merchant.thumbprint, refund: refundKey.thumbprint,
      arbiter: arbiter.thumbprint)
  }

  /// The customer's purse as a means of payment, over any way to the card and to the host.
  private static func locking(
    _ world: PurseWorld, card: any CardChannel, host: (any PurseHost)? = nil
  ) throws -> any LockingPurse {
    let time = VirtualTime(now: PurseWorld.now)
    let account = AccountPurse(
      desk: LockDesk(world: world), account: world.customer, payee: world.customer, refund: refundKey, time: time,
      arbiterKey: { _ in arbiter.publicKey })
    let purse = ChipperPurse(
      try PurseID(bytes: Array(repeating: 3, count: PurseID.size)), card: card, host: host ?? world.provider,
      provider: world.bankKey.thumbprint,
      limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 500_00, .euro)), expires: nil,
      pin: { PurseWorld.pin }, locks: (world.bankKey.publicKey, account), time: time)
    #expect(purse.descriptor.properties.lock == .record)
    return try #require(purse.faculties.lockingPurse)
  }

  private static func till(_ world: PurseWorld) -> AccountPurse {
    AccountPurse(
      desk: LockDesk(world: world), account: world.merchant, payee: world.merchant, refund: SigningKey(),
      time: VirtualTime(now: PurseWorld.now), arbiterKey: { _ in arbiter.publicKey })
  }

  @Test func whatAPurseLocksIsClaimedOnce() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(50_00, purse.terminal)
    let locking = try Self.locking(world, card: purse.channel)
    let terms = Self.terms(world)
    let receipt = try await locking.lock(terms)
    #expect(try await locking.lock(terms) == receipt)
    #expect(try await purse.terminal.balance() == 37_50)
    #expect(try await world.locked() == 12_50)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
    _ = try await Self.till(world).claim(terms, with: .opening(Self.opening))
    #expect(try await world.locked() == 0)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + 12_50)
    #expect(try await world.provider.alarms() == [])
    try await world.expectConservation(purses: [purse.terminal], modules: [])
  }

  @Test func whatTheArbiterGivesBackComesToTheOwnersAccount() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(50_00, purse.terminal)
    let locking = try Self.locking(world, card: purse.channel)
    let terms = Self.terms(world)
    _ = try await locking.lock(terms)
    let decision = try SignedStatement(
      ArbiterDecision(
        exchange: terms.exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
        arbiter: Self.arbiter.thumbprint, number: 0, previous: Digest(plain: []), issued: PurseWorld.now),
      signedBy: [Self.arbiter])
    _ = try await locking.refund(terms, with: decision)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 37_50)
    try await world.expectConservation(purses: [purse.terminal], modules: [])
  }

  /// The card is pulled at every command, before and after it was carried out; the same call again locks once.
  @Test(arguments: FlakyChannel.Moment.allCases)
  func aCardThatIsPulledLocksOnce(_ moment: FlakyChannel.Moment) async throws {
    for command in 1...12 {
      let world = try await PurseWorld.make()
      let purse = try await world.purse()
      try await PurseFlow(world).load(50_00, purse.terminal)
      let flaky = FlakyChannel(purse.channel, pullingAt: command, moment) { () throws(CardFailure) in }
      let terms = Self.terms(world)
      _ = try? await Self.locking(world, card: flaky).lock(terms)
      // Put in again, perhaps by a program that was started anew.
      _ = try await Self.locking(world, card: purse.channel).lock(terms)
      #expect(try await purse.terminal.balance() == 37_50)
      #expect(try await world.locked() == 12_50)
      #expect(try await world.provider.open(purse.terminal.select().number) == [])
      #expect(try await world.provider.alarms() == [])
      try await world.expectConservation(purses: [purse.terminal], modules: [])
      if !flaky.isOver { break }
    }
  }

  /// Each answer of the host is lost once.
  @Test func aHostThatIsCutOffLocksOnce() async throws {
    for lost in 1...6 {
      let world = try await PurseWorld.make()
      let purse = try await world.purse()
      try await PurseFlow(world).load(50_00, purse.terminal)
      let address = try Address("http://127.0.0.1:1")
      let transport = CutTransport(
        InProcessTransport([address: world.provider.routes { PurseWorld.now }]), losing: lost)
      let host = RemotePurseHost(number: PurseWorld.host, transport: transport, address: address)
      let terms = Self.terms(world)
      _ = try? await Self.locking(world, card: purse.channel, host: host).lock(terms)
      _ = try await Self.locking(world, card: purse.channel, host: host).lock(terms)
      #expect(try await purse.terminal.balance() == 37_50)
      #expect(try await world.locked() == 12_50)
      try await world.expectConservation(purses: [purse.terminal], modules: [])
    }
  }

  @Test func anOfferLocksOnlyWhatItIsFor() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(50_00, purse.terminal)
    let terms = Self.terms(world)
    let reference = Digest(of: terms.canonicalBytes, for: .paymentReference)
    let offer = try await purse.terminal.initialize(
      .purchase, amount: 12_50, reference: reference, terminal: PurseWorld.host, on: PurseWorld.today)
    for other in [Self.terms(world, 12_49), Self.terms(world, deal: "another")] {
      await #expect(throws: Refusal.self) {
        try await world.provider.order(offer, locking: other, now: PurseWorld.now)
      }
    }
    // An ordinary load or unload has no business with locks, and a purchase at the host none without.
    await #expect(throws: Refusal.self) { try await world.provider.order(offer, now: PurseWorld.now) }
    _ = try await world.provider.order(offer, locking: terms, now: PurseWorld.now)
    // While that is open nothing else pays into the same lock.
    let second = try await purse.terminal.initialize(
      .purchase, amount: 12_50, reference: reference, terminal: PurseWorld.host, on: PurseWorld.today)
    let refusal = await #expect(throws: Refusal.self) {
      try await world.provider.order(second, locking: terms, now: PurseWorld.now)
    }
    #expect(refusal?.code == .idReused)
    #expect(try await world.locked() == 0)
  }

  @Test func aPurseThatHoldsTooLittleLocksNothing() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(10_00, purse.terminal)
    let refusal = await #expect(throws: Refusal.self) {
      try await Self.locking(world, card: purse.channel).lock(Self.terms(world))
    }
    #expect(refusal?.code == .insufficientFunds)
    #expect(try await purse.terminal.balance() == 10_00)
  }
}

/// Loses the n-th answer.
private final class CutTransport: Transport {
  private let inner: any Transport
  private let left: Mutex<Int>

  init(_ inner: any Transport, losing lost: Int) {
    self.inner = inner
    left = Mutex(lost)
  }

  func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
    let reply = try await inner.send(request, to: address, largest: largest, within: within)
    let isLost = left.withLock { left in
      left -= 1
      return left == 0
    }
    if isLost { throw TransportError(.unreachable, "the answer was lost") }
    return reply
  }
  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await inner.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
