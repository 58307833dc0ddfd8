import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import Synchronization

/// Where statements for one side of the exchange that is under way arrive.
final class PieceBox: Sendable {
  private let driver = Mutex<MachineDriver<PieceMachine>?>(nil)

  func open(_ driver: MachineDriver<PieceMachine>) { self.driver.withLock { $0 = driver } }

  /// Returns when the statement is durable, or known already.
  func receive(_ statement: SignedStatement) async throws {
    guard let driver = driver.withLock({ $0 }) else { throw BenchmarkError("there is no exchange") }
    while true {
      let (machine, revision) = await driver.current
      guard let event = try machine.event(for: statement) else { return }
      if try await driver.submit(event, ifStill: revision) { return }
    }
  }
}
