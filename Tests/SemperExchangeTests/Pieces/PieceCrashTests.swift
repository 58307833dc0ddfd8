import Logging
import SemperArchive
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting
import Synchronization
import Testing

/// The law of crashes at every durable write of both sides, over a network that may lose and repeat.
@Suite struct PieceCrashTests {
  @Test func everyCrashEndsAsWithoutOne() async throws {
    let report = try await Self.law { end in
      end.outcomes == [.originator: .completed, .responder: .completed] && end.held == [2, 2] ? nil : "\(end)"
    }.verify()
    #expect(report.unreached.isEmpty, "\(report)")
    #expect(report.crashes >= 40, "\(report)")
  }

  @Test func everyCrashOverABadNetworkEndsAsWithoutOne() async throws {
    let report = try await Self.law(loses: 2) { end in
      end.outcomes == [.originator: .completed, .responder: .completed] && end.held == [2, 2] ? nil : "\(end)"
    }.verify()
    #expect(report.crashes >= 40, "\(report)")
  }

  @Test(arguments: ExchangeRole.allCases) func everyCrashWithABadPieceEndsAsWithoutOne(_ cheat: ExchangeRole)
    async throws
  {
    let gave = cheat == .responder ? 2 : 1
    try await Self.law(bad: PieceStage.Bad(role: cheat, number: 2)) { end in
      end.outcomes[cheat.peer] == .wronged(gave: gave, holds: 1) ? nil : "\(end)"
    }.verify()
  }

  struct End: Sendable {
    let outcomes: [ExchangeRole: PieceOutcome]
    let held: [Int]
  }

  static func law(
    bad: PieceStage.Bad? = nil, loses: Int = 0, judge: @escaping @Sendable (End) -> String?
  ) -> CrashLaw<End> {
    CrashLaw(start: PieceStage.start, horizon: Span(seconds: 86_400)) { time in
      // Worlds run side by side, and each has its own disk.
      let stage = try await PieceStage(pieces: 2, bad: bad)
      let world = PieceWorld(stage, loses: loses, time: time)
      return CrashScenario(
        ExchangeRole.allCases.map { role in .worker(role.rawValue) { try await world.live(role, $0) } }
      ) {
        End(outcomes: world.outcomes, held: ExchangeRole.allCases.map { stage.held(by: $0) })
      }
    } judge: {
      judge($0)
    }
  }
}

/// Both sides' processes and the network between them.
private final class PieceWorld: Sendable {
  private struct Lost: Error {}

  private struct State {
    var drivers: [ExchangeRole: MachineDriver<PieceMachine>] = [:]
    var outcomes: [ExchangeRole: PieceOutcome] = [:]
    var attempts: [Digest: Int] = [:]
  }

  private struct Link: ExchangeLink {
    let world: PieceWorld
    let receiver: ExchangeRole

    func send(_ statement: SignedStatement) async throws { try await world.deliver(statement, to: receiver) }
  }

  private let stage: PieceStage
  private let loses: Int
  private let time: VirtualTime
  private let state = Mutex(State())

  init(_ stage: PieceStage, loses: Int, time: VirtualTime) {
    self.stage = stage
    self.loses = loses
    self.time = time
  }

  var outcomes: [ExchangeRole: PieceOutcome] { state.withLock(\.outcomes) }

  /// One life of a side's process.
  func live(_ role: ExchangeRole, _ archive: InMemoryArchive) async throws {
    let performer = try stage.performer(role, peer: Link(world: self, receiver: role.peer), time: time)
    let machine = try stage.machine(role)
    let driver = MachineDriver(
      machine, conversation: ConversationID(machine: PieceMachine.identity.name, id: "one"), journal: archive.journal,
      time: time, retry: RetryPolicy(first: Span(seconds: 1), longest: Span(seconds: 8)),
      logger: Logger(label: role.rawValue)
    ) { action in
      try await performer.perform(action, of: await self.machine(role))
    }
    state.withLock { $0.drivers[role] = driver }
    let outcome = try await driver.run().outcome
    state.withLock { $0.outcomes[role] = outcome }
  }

  private func machine(_ role: ExchangeRole) async throws -> PieceMachine {
    guard let driver = state.withLock({ $0.drivers[role] }) else { throw Lost() }
    return await driver.machine
  }

  /// Of so many attempts the message is lost, and of as many more the answer; then it comes twice.
  private func deliver(_ statement: SignedStatement, to role: ExchangeRole) async throws {
    let attempt = state.withLock { state in
      state.attempts[statement.digest, default: 0] += 1
      return state.attempts[statement.digest] ?? 0
    }
    guard attempt > loses, let driver = state.withLock({ $0.drivers[role] }) else { throw Lost() }
    for _ in 0..<(loses > 0 ? 2 : 1) {
      let (machine, revision) = await driver.current
      // It has ended before, and its process may be gone: whoever asks is told so.
      guard !machine.isFinished, let event = try machine.event(for: statement) else { continue }
      guard try await driver.submit(event, ifStill: revision) else { throw Lost() }
    }
    if attempt <= 2 * loses { throw Lost() }
  }
}
