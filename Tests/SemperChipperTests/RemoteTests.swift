import CardTrials
import SemperChipper
import SemperCoding
import SemperCommunication
import SemperModel
import Synchronization
import Testing

/// A merchant's module in another place, over a transport that loses and repeats.
@Suite struct RemoteTests {
  private let address: Address
  private let pairing: CardPairing

  init() throws {
    address = try Address("http://127.0.0.1:1")
    pairing = try CardPairing(secret: [UInt8](repeating: 7, count: 32))
  }

  @Test func aPurchaseGoesThroughARemoteModule() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let transport = InProcessTransport([address: CardService(module.card, pairing: pairing).routes])
    let remote = ModuleTerminal(RemoteChannel(transport: transport, address: address, pairing: pairing))
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    try await flow.buy(300, purse.terminal, at: remote)
    #expect(try await world.provider.collect(from: remote, now: PurseWorld.now) == 300)
    try await world.expectConservation(purses: [purse.terminal], modules: [remote])
  }

  @Test func lostAnswersAreAskedForAgain() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let transport = LossyTransport(
      InProcessTransport([address: CardService(module.card, pairing: pairing).routes]))
    let remote = ModuleTerminal(RemoteChannel(transport: transport, address: address, pairing: pairing))
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    for index in 0..<10 { try await flow.buy(10, purse.terminal, at: remote, for: "\(index)") }
    #expect(transport.lost > 5)
    #expect(try await module.terminal.status().records == 10)
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }

  @Test func whoIsNotPairedIsNotAnswered() async throws {
    let world = try await PurseWorld.make()
    let module = try await world.module()
    let transport = InProcessTransport([address: CardService(module.card, pairing: pairing).routes])
    let stranger = try CardPairing(secret: [UInt8](repeating: 8, count: 32))
    let channel = RemoteChannel(transport: transport, address: address, pairing: stranger)
    await #expect(throws: CardFailure.self) { try await channel.transmit(CommandAPDU(0x7E)) }
    for body in [[], [1, 2, 3], [UInt8](repeating: 0, count: 300)] as [[UInt8]] {
      let reply = try await transport.send(
        Request(.post, "/card", body: body), to: address, largest: 4096, within: Span(seconds: 1))
      #expect(reply.status >= 400)
    }
  }

  @Test func aRecordedRequestIsNothingAfterARestart() async throws {
    let world = try await PurseWorld.make()
    let module = try await world.module()
    let recorder = RecordingTransport(
      InProcessTransport([address: CardService(module.card, pairing: pairing).routes]))
    let channel = RemoteChannel(transport: recorder, address: address, pairing: pairing)
    _ = try await channel.transmit(CommandAPDU(0x7E))
    _ = try await channel.transmit(CommandAPDU(0x7E))
    let recorded = recorder.posts
    #expect(recorded.count == 2)
    // The last one again: its answer again. The one before: nothing.
    let again = try await recorder.inner.send(
      recorded[1], to: address, largest: 4096, within: Span(seconds: 1))
    let before = try await recorder.inner.send(
      recorded[0], to: address, largest: 4096, within: Span(seconds: 1))
    #expect(again.status == 200 && before.status >= 400)
    let restarted = InProcessTransport([address: CardService(module.card, pairing: pairing).routes])
    let after = try await restarted.send(recorded[1], to: address, largest: 4096, within: Span(seconds: 1))
    #expect(after.status >= 400)
  }

  @Test func loadsAndRefundsGoThroughARemoteHost() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(mask: 0), try await world.module())
    let transport = InProcessTransport([address: world.provider.routes { PurseWorld.now }])
    let host = RemotePurseHost(number: PurseWorld.host, transport: transport, address: address)
    let offer = try await purse.terminal.initialize(
      .load, amount: 1000, reference: PurseWorld.reference("account"), terminal: host.number, on: PurseWorld.today)
    let done = try await purse.terminal.carryOut(offer, order: host.order(offer, now: PurseWorld.now))
    for _ in 0..<2 { try await host.complete(done, now: PurseWorld.now) }
    try await PurseFlow(world).buy(300, purse.terminal, at: module.terminal)
    let reason = PurseWorld.reference("broken")
    #expect(try await host.refund(for: reason) == nil)
    let refund = try await module.terminal.refund(200, to: offer.terms.purse, reference: reason)
    for _ in 0..<2 { try await host.refund(refund, now: PurseWorld.now) }
    #expect(try await host.refund(for: reason) == refund)
    #expect(try await world.balance(of: world.customer) == PurseWorld.grant - 1000 + 200)
    // The same reason for another amount, and a refund that another module's key would have to seal.
    let more = try await module.terminal.refund(201, to: offer.terms.purse, reference: reason)
    await #expect(throws: Refusal.self) { try await host.refund(more, now: PurseWorld.now) }
    var bytes = try ByteString(json: refund.json).bytes
    bytes[7] ^= 1
    let forged = try ModuleRefund(json: ByteString(bytes).json)
    await #expect(throws: Refusal.self) { try await host.refund(forged, now: PurseWorld.now) }
    try await world.expectConservation(purses: [purse.terminal], modules: [module.terminal])
  }
}

/// Loses every third request, and every third answer.
private final class LossyTransport: Transport {
  private let inner: InProcessTransport
  private let counts = Mutex((sent: 0, lost: 0))

  init(_ inner: InProcessTransport) { self.inner = inner }

  var lost: Int { counts.withLock(\.lost) }

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let turn = counts.withLock { counts in
      counts.sent += 1
      if counts.sent % 3 != 0 { counts.lost += 1 }
      return counts.sent % 3
    }
    if turn == 1, request.method == .post { throw TransportError(.unreachable, "lost") }
    let reply = try await inner.send(request, to: address, largest: largest, within: within)
    if turn == 2, request.method == .post { throw TransportError(.interrupted, "lost") }
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

/// Keeps what passes.
private final class RecordingTransport: Transport {
  let inner: InProcessTransport
  private let recorded = Mutex<[Request]>([])

  init(_ inner: InProcessTransport) { self.inner = inner }

  var posts: [Request] { recorded.withLock { $0.filter { $0.method == .post } } }

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    recorded.withLock { $0.append(request) }
    return try await inner.send(request, to: address, largest: largest, within: within)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await inner.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
