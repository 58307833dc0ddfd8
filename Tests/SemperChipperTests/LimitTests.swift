import CardTrials
import SemperArchive
import SemperModel
import Testing

@testable import SemperChipper

/// Counters at their end, a memory that was tampered with, a machine without readers.
@Suite struct LimitTests {
  @Test func theCounterDoesNotBeginAgain() async throws {
    let world = try await PurseWorld.make()
    let purse = try await world.purse()
    try await PurseFlow(world).load(1000, purse.terminal)
    var state = try PurseState(bytes: try await purse.state())
    state.number = .max - 1
    let worn = try await CardUnderTest(InMemoryArchive(), Purse(state)) { bytes in try Purse(stateBytes: bytes) }
    let module = try await world.module()
    let flow = PurseFlow(world)
    try await flow.buy(10, worn.terminal, at: module.terminal)
    let refusal = await #expect(throws: Refusal.self) { try await flow.buy(10, worn.terminal, at: module.terminal) }
    #expect(refusal?.code == .limitExceeded)
    #expect(try await worn.terminal.balance() == 990)
    #expect(try await worn.terminal.outcome(of: .max, .purchase).amount == 10)
  }

  @Test func whatAPurseMayHaveForgottenItDoesNotDeny() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    let offer = try await flow.offer(.purchase, 10, purse.terminal, at: module.terminal)
    _ = try await purse.terminal.carryOut(offer, order: module.terminal.order(offer))
    for index in 0..<PurseState.logSize {
      try await flow.buy(1, purse.terminal, at: module.terminal, for: "\(index)")
    }
    let forgotten = await #expect(throws: Refusal.self) {
      try await purse.terminal.outcome(of: offer.terms.number, .purchase)
    }
    #expect(forgotten?.code == .notFound)
    #expect(try await purse.terminal.entries(ofLoads: false).count == PurseState.logSize)
    #expect(try await purse.terminal.entries(ofLoads: true).map(\.amount) == [1000])
  }

  /// A module that was tampered with hands in once more what it has handed in: also a number that another module had before it.
  @Test(arguments: [false, true])
  func whatAModuleHandsInTwiceIsPaidOnce(_ isCopied: Bool) async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    if isCopied {
      let (copy, other) = (try await purse.copied(), try await world.module())
      try await flow.buy(10, copy.terminal, at: other.terminal)
      try await world.provider.collect(from: other.terminal, now: PurseWorld.now)
    }
    try await flow.buy(10, purse.terminal, at: module.terminal)
    var state = try ModuleState(bytes: try await module.state())
    #expect(try await world.provider.collect(from: module.terminal, now: PurseWorld.now) == 10)
    state.counter += 1
    let keys = world.provider.keys.purchaseKeys
    let tampered = try await CardUnderTest(InMemoryArchive(), Module(state, purchaseKeys: keys)) { bytes in
      try Module(stateBytes: bytes, purchaseKeys: keys)
    }
    #expect(try await world.provider.collect(from: tampered.terminal, now: PurseWorld.now) == 0)
    #expect(try await world.provider.alarms().last?.sign == .repeatedRecord)
    #expect(try await world.balance(of: world.merchant) == PurseWorld.grant + (isCopied ? 20 : 10))
  }

  @Test func aStoredStateIsReadAsItWasWritten() async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    let flow = PurseFlow(world)
    try await flow.load(1000, purse.terminal)
    try await flow.buy(10, purse.terminal, at: module.terminal)
    _ = try await world.provider.collect(from: module.terminal, now: PurseWorld.now)
    try await flow.buy(20, purse.terminal, at: module.terminal)
    _ = try await module.terminal.batch()
    let offer = try await flow.offer(.incremental, 10, purse.terminal, at: module.terminal)
    try await module.terminal.open(offer)
    let states = (try await purse.state(), try await module.state())
    #expect(try PurseState(bytes: states.0).bytes == states.0)
    #expect(try ModuleState(bytes: states.1).bytes == states.1)
    for cut in 0..<states.0.count {
      #expect(throws: (any Error).self) { try PurseState(bytes: Array(states.0.prefix(cut))) }
    }
    for cut in 0..<states.1.count {
      #expect(throws: (any Error).self) { try ModuleState(bytes: Array(states.1.prefix(cut))) }
    }
  }

  @Test func aMachineWithoutPCSCSaysWhatIsMissing() async throws {
    let missing = #expect(throws: CardFailure.self) { try PCSCChannel(reader: "x", library: "libno-such-thing.so.1") }
    #expect(missing?.code == .noLibrary)
    // A library, but another one.
    let other = #expect(throws: CardFailure.self) { try PCSCChannel(reader: "x", library: "libc.so.6") }
    #expect(other?.code == .noLibrary)
    let bridge = VPCDBridge(try await PurseWorld.make().purse().card, port: 1)
    let nobody = await #expect(throws: CardFailure.self) { try await bridge.run() }
    #expect(nobody?.code == .noReader)
  }

  @Test(
    arguments: [
      ([0, 0], "empty"), ([0x01, 0x06], "longer than a command"), ([0, 1, 3], "an unknown control"),
      ([0xFF, 0xFF], "long"),
    ] as [([UInt8], String)]) func aFrameThatIsNoneIsRefused(_ bytes: [UInt8], _ name: String)
  {
    #expect(throws: CardFailure.self, "\(name)") { try VPCDFrame.parse(bytes) }
  }

  @Test func framesComeInPieces() throws {
    #expect(try VPCDFrame.parse([0]) == nil)
    #expect(try VPCDFrame.parse([0, 5, 0x90, 0x5C]) == nil)
    #expect(try VPCDFrame.parse([0, 4, 0x90, 0x5C, 0, 0, 9]) == .command([0x90, 0x5C, 0, 0]))
    #expect(try VPCDFrame.parse([0, 1, 4]) == .answerToReset)
  }
}
