import Logging
import PaymentWorlds
import SemperArchive
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// What a process leaves open, the next one takes up: it repeats what bears repeating and asks about what does not.
@Suite struct PaymentRecoveryTests {
  private let time = VirtualTime(now: TestAgreement.now)
  private let amount = Money(minorUnits: 100, .euro)

  private func manager(_ archive: InMemoryArchive, _ purse: ScriptedPurse) throws -> PaymentManager {
    let manager = PaymentManager(
      PaymentSurroundings(
        archive: archive, keys: PaymentKeys(payee: SigningKey(), secret: Array(repeating: 1, count: 32)),
        carrier: MarketLine(deaf: false), time: time, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    try manager.install(purse)
    return manager
  }

  private func key() throws -> IdempotencyKey { IdempotencyKey(try Nonce(bytes: Array(repeating: 5, count: 32))) }

  private func run<Value: Sendable>(
    _ manager: PaymentManager, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await manager.run() }
      let value = try await body()
      group.cancelAll()
      return value
    }
  }

  /// A process that has opened the operation and asked once, and then died.
  private func died(_ script: String) async throws -> InMemoryArchive {
    let archive = InMemoryArchive()
    let purse = ScriptedPurse(script, [:])
    let manager = try manager(archive, purse)
    let (amount, key) = (amount, try key())
    _ = try await run(manager) {
      let id = try await manager.withdraw(amount, into: ScriptedPurse.id, key: key)
      while purse.asked.isEmpty { await Task.yield() }
      return id
    }
    #expect(purse.asked == ["ask"])
    return archive.reopened()
  }

  @Test func whatMayNotBeRepeatedIsNotAskedAgainAfterARestart() async throws {
    let archive = try await died("once")
    let purse = ScriptedPurse("once", ["ask": .answers("settle"), "query": .answers("settle")])
    let manager = try manager(archive, purse)
    let reports = try await manager.recover()
    #expect(reports.map(\.state) == [.committed])
    let id = try #require(reports.first?.id)
    let status = try await run(manager) { try await manager.outcome(of: id) }
    #expect(status.state == .settled)
    #expect(purse.asked == ["query"])
  }

  @Test func whatBearsRepeatingIsAskedAgainAfterARestart() async throws {
    let archive = try await died("commit")
    let purse = ScriptedPurse("commit", ["ask": .answers("settle")])
    let manager = try manager(archive, purse)
    let id = try #require(try await manager.recover().first?.id)
    let status = try await run(manager) { try await manager.outcome(of: id) }
    #expect(status.state == .settled)
    #expect(purse.asked == ["ask"])
  }

  @Test func aFailureOfWhatMayNotBeRepeatedIsDoubt() async throws {
    let purse = ScriptedPurse("once", ["ask": .fails, "query": .answers("refuse")])
    let manager = try manager(InMemoryArchive(), purse)
    let (amount, key) = (amount, try key())
    let status = try await run(manager) {
      try await manager.outcome(of: manager.withdraw(amount, into: ScriptedPurse.id, key: key))
    }
    #expect(status.state == .failed && status.refusal?.code == .insufficientFunds)
    #expect(purse.asked == ["ask", "query"])
  }

  /// A manager that ends just when an operation begins runs it once, and leaves it to the next.
  @Test func anEndAmidABeginningRunsNothingTwice() async throws {
    // Several at a time, so that tasks wait for a thread.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for round in 0..<2_000 {
        group.addTask {
          let (archive, amount, key) = (InMemoryArchive(), amount, try key())
          let manager = try manager(archive, ScriptedPurse("commit", [:]))
          let running = Task { await manager.run() }
          _ = try await manager.withdraw(amount, into: ScriptedPurse.id, key: key)
          for _ in 0..<round % 4 { await Task.yield() }
          running.cancel()
          await running.value
          let next = try self.manager(archive.reopened(), ScriptedPurse("commit", [:]))
          #expect(try await next.recover().count == 1)
        }
        if round >= 8 { try await group.next() }
      }
      try await group.waitForAll()
    }
  }

  @Test func aPurseIsNotRemovedWhileItWorks() async throws {
    let archive = try await died("commit")
    let manager = try manager(archive, ScriptedPurse("commit", ["ask": .answers("settle")]))
    await #expect(throws: Refusal.self) { try await manager.remove(ScriptedPurse.id) }
    let id = try #require(try await manager.recover().first?.id)
    _ = try await run(manager) {
      _ = try await manager.outcome(of: id)
      while try await !manager.open().isEmpty { await Task.yield() }
    }
    try await manager.remove(ScriptedPurse.id)
    #expect(manager.purses.isEmpty)
  }

  @Test func whatThePurseCannotDoIsRefusedByName() async throws {
    let manager = try manager(InMemoryArchive(), ScriptedPurse("commit", [:]))
    let refusal = await #expect(throws: Refusal.self) { try await manager.balance(of: ScriptedPurse.id) }
    #expect(refusal?.code == .notSupported)
    let key = try key()
    let deposit = await #expect(throws: Refusal.self) {
      try await manager.deposit(nil, from: ScriptedPurse.id, key: key)
    }
    #expect(deposit?.code == .notSupported)
    #expect(try manager.specialOperations(of: ScriptedPurse.id).isEmpty)
  }
}
