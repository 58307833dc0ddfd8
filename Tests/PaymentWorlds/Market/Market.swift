import Logging
import SemperArchive
import SemperCommunication
import SemperCryptography
package import SemperEngine
package import SemperModel
package import SemperPayments
import SemperTesting
import Synchronization

/// A payer and a payee who both have the same payment systems, each with its bank. Every one of these processes can be killed at any
/// of its durable writes, and comes back.
package final class Market: Sendable {
  package let time: VirtualTime
  package let systems: [any LockingSystem]
  package let payeeKey: Thumbprint
  private let payeeSigning = SigningKey()
  private let line: MarketLine
  private let sides: [PaymentParty: MarketProcess] = [
    .payer: MarketProcess("the payer"), .payee: MarketProcess("the payee"),
  ]
  private let banks: [(system: any LockingSystem, index: Int, process: MarketProcess)]
  private let managers = Mutex<[PaymentParty: PaymentManager]>([:])
  private let purses = Mutex<[SchemeID: PurseID]>([:])

  /// - Parameter deaf: whether each token arrives, and its sender does not hear of it the first time.
  package init(_ time: VirtualTime, _ systems: [any LockingSystem], deaf: Bool = false) {
    self.time = time
    self.systems = systems
    line = MarketLine(deaf: deaf)
    banks = systems.flatMap { system in
      (0..<system.bankCount).map { index in
        (system, index, MarketProcess("bank \(index + 1) of \(system.scheme)"))
      }
    }
    payeeKey = payeeSigning.thumbprint
  }

  private var processes: [MarketProcess] { PaymentParty.allCases.compactMap { sides[$0] } + banks.map(\.process) }
  /// How often a process was killed or died.
  package var deaths: Int { processes.reduce(0) { $0 + max(0, $1.lives - 1) } }
  package var isUp: Bool { processes.allSatisfy(\.isUp) }

  package func manager(of party: PaymentParty) throws -> PaymentManager {
    guard let manager = managers.withLock({ $0[party] }) else { throw MarketLine.LineCut() }
    return manager
  }

  /// The payer's purse of a system.
  package func purse(_ scheme: SchemeID) throws -> PurseID {
    guard let purse = purses.withLock({ $0[scheme] }) else { throw MarketLine.LineCut() }
    return purse
  }

  package func system(_ scheme: SchemeID) -> any LockingSystem {
    guard let system = systems.first(where: { $0.scheme == scheme }) else { preconditionFailure("\(scheme) is here") }
    return system
  }

  // MARK: Living

  /// Runs all processes until the task is cancelled.
  package func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (system, index, bank) in banks {
        group.addTask { [time] in
          try await bank.live(on: time) { archive in
            try await system.openBank(index, archive)
            bank.noteUp()
            try await Self.waitForCancellation()
          }
        }
      }
      for (party, process) in sides {
        group.addTask { [self] in
          try await process.live(on: time) { archive in try await self.live(as: party, process, on: archive) }
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Opens everything once, for tests in which nobody dies and somebody else runs the managers.
  package func open() async throws {
    for (system, index, _) in banks { try await system.openBank(index, InMemoryArchive()) }
    for party in PaymentParty.allCases { _ = try await started(party, on: InMemoryArchive()) }
  }

  private func live(as party: PaymentParty, _ process: MarketProcess, on archive: InMemoryArchive) async throws {
    let manager = try await patientlyStarted(party, on: archive)
    process.noteUp()
    await manager.run()
    throw CancellationError()
  }

  /// A bank that is asked meanwhile may be down.
  private func patientlyStarted(_ party: PaymentParty, on archive: InMemoryArchive) async throws -> PaymentManager {
    while true {
      do {
        return try await started(party, on: archive)
      } catch {
        guard !archive.hasCrashed, !Task.isCancelled else { throw error }
        try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
      }
    }
  }

  private func started(_ party: PaymentParty, on archive: InMemoryArchive) async throws -> PaymentManager {
    let secret = [UInt8](repeating: party == .payer ? 0 : 1, count: 32)
    let manager = PaymentManager(
      PaymentSurroundings(
        archive: archive, keys: PaymentKeys(payee: payeeSigning, secret: secret), carrier: line, time: time,
        logger: Logger(label: "market") { _ in SwiftLogNoOpLogHandler() }))
    for system in systems {
      let purse = try await party == .payer ? system.purse(archive) : system.till(archive)
      let id = try manager.install(purse)
      if party == .payer { purses.withLock { $0[system.scheme] = id } }
    }
    _ = try await manager.recover()
    line.connect(manager, as: party)
    managers.withLock { $0[party] = manager }
    return manager
  }

  private static func waitForCancellation() async throws {
    let (stream, writer) = AsyncStream<Never>.makeStream()
    for await _ in stream {}
    writer.finish()
    throw CancellationError()
  }

  /// Kills one of the processes; when it is back it dies once more, at one of its next writes.
  func killSomebody(using numbers: inout SeededNumbers) {
    let side = CrashPoint.Side.allCases[Int.random(in: 0...1, using: &numbers)]
    processes[Int.random(in: processes.indices, using: &numbers)]
      .kill(thenAt: Int.random(in: 1...12, using: &numbers), side)
  }

  // MARK: Waiting

  /// Until those who were killed are back. What is final is thrown.
  func patiently<Value>(_ body: () async throws -> Value) async throws -> Value {
    for _ in 0..<600 {
      do {
        return try await body()
      } catch let refusal as Refusal where !refusal.code.isPassing {
        throw refusal
      } catch let failure as ConformanceFailure {
        throw failure
      } catch {
        try Task.checkCancellation()
        try await pause()
      }
    }
    return try await body()
  }

  func pause() async throws { try await time.wait(until: time.now().advanced(by: Span(seconds: 1))) }
}
