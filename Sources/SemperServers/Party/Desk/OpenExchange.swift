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
  let journal: any Journal
  let driver: MachineDriver<ExchangeMachine>
  /// The driver again, as its performer knows it; emptied at the end so that the two let each other go.
  let driving: Late<MachineDriver<ExchangeMachine>>

  static func conversation(_ exchange: Digest) -> ConversationID {
    ConversationID(machine: ExchangeMachine.identity.name, id: Base64URL.encode(exchange.bytes))
  }

  /// Judges a statement of the peer's on the machine as it is, waiting a little where the machine is between two states.
  /// Returns when it is durable. What moves nothing, such as a repetition, is not journalled, but for a second commitment,
  /// which convicts the peer; and no more is kept of a kind than `StatementKind.mostKept`, so that a peer cannot fill the
  /// journal.
  func receive(_ statement: SignedStatement, time: any TimeSource) async throws {
    let deadline = await time.now().advanced(by: Self.patience)
    while true {
      let (machine, revision) = await driver.current
      if let event = try machine.event(for: statement) {
        var moved = machine
        _ = moved.handle(event, at: await time.now())
        guard moved != machine || statement.kind.isCommitment, try await hasRoom(for: statement) else { return }
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

  /// Whether the journal keeps one more such statement. Refuses (`overloaded`) one that is not there yet and too many.
  private func hasRoom(for statement: SignedStatement) async throws -> Bool {
    guard let most = statement.kind.mostKept else { return true }
    let entries = try await journal.entries(of: Self.conversation(agreed.id))
    let kept = try entries.dropFirst().compactMap { entry -> Digest? in
      guard case .received(let known) = try ExchangeEvent(canonicalBytes: entry.bytes, limits: ExchangeBundle.limits),
        known.kind == statement.kind
      else { return nil }
      return known.digest
    }
    guard !kept.contains(statement.digest) else { return false }
    guard kept.count < most else {
      throw Refusal(
        .overloaded, blame: .peer, "too many statements “\(statement.kind.rawValue)” in this exchange; \(most) are kept"
      )
    }
    return true
  }

  /// Whether the machine changed before the deadline.
  func changes(
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
