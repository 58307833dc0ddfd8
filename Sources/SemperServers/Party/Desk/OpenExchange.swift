import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// The exchange that is under way here: its driver, and how the peer's statements get to it.
struct OpenExchange: Sendable {
  /// How long a statement may wait for the machine to be ready for it.
  private static let patience = Span(seconds: 4)

  let agreed: AgreedExchange
  let driver: MachineDriver<ExchangeMachine>
  /// The driver again, as its performer knows it; emptied at the end so that the two let each other go.
  let driving: Late<MachineDriver<ExchangeMachine>>

  static func conversation(_ exchange: Digest) -> ConversationID {
    ConversationID(machine: ExchangeMachine.identity.name, id: Base64URL.encode(exchange.bytes))
  }

  func run() async throws -> ExchangeMachine {
    defer { driving.clear() }
    return try await driver.run()
  }

  /// Judges a statement of the peer's on the machine as it is, waiting a little where the machine is between two states.
  /// Returns when it is durable. What moves nothing, such as a repetition, is not journalled, so that a peer cannot fill the
  /// journal with it.
  func receive(_ statement: SignedStatement, time: any TimeSource) async throws {
    let deadline = await time.now().advanced(by: Self.patience)
    while true {
      let (machine, revision) = await driver.current
      if let event = try machine.event(for: statement) {
        var moved = machine
        _ = moved.handle(event, at: await time.now())
        guard moved != machine else { return }
        do {
          if try await driver.submit(event, ifStill: revision) { return }
        } catch is CancellationError {
          throw Refusal(.unavailable, blame: .us, "the exchange has just ended here; ask again")
        }
        continue
      }
      guard !machine.isFinished, await time.now() < deadline,
        try await changes(after: revision, until: deadline, time)
      else { return }
    }
  }

  /// Whether the machine changed before the deadline.
  private func changes(
    after revision: Int, until deadline: Timestamp, _ time: any TimeSource
  ) async throws -> Bool {
    let driver = driver
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        do {
          try await driver.change(after: revision)
          return true
        } catch is CancellationError { return false }
      }
      group.addTask {
        try await time.wait(until: deadline)
        return false
      }
      defer { group.cancelAll() }
      return try await group.next() ?? false
    }
  }
}
