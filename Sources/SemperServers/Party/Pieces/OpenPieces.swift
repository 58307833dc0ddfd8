import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// The exchange piece for piece that is under way here: its driver, and how the peer's statements get to it.
struct OpenPieces: Sendable {
  let agreed: AgreedExchange
  let driver: MachineDriver<PieceMachine>
  /// The driver again, as its performer knows it; emptied at the end so that the two let each other go.
  let driving: Late<MachineDriver<PieceMachine>>

  static func conversation(_ exchange: Digest) -> ConversationID {
    ConversationID(machine: PieceMachine.identity.name, id: Base64URL.encode(exchange.bytes))
  }

  func run() async throws -> PieceMachine {
    defer { driving.clear() }
    return try await driver.run()
  }

  /// Judges a statement of the peer's on the machine as it is. Returns when it is durable, or when it is known already. Who
  /// hears that it has no place now tries it again.
  func receive(_ statement: SignedStatement) async throws {
    while true {
      let (machine, revision) = await driver.current
      guard let event = try machine.event(for: statement) else { return }
      do {
        if try await driver.submit(event, ifStill: revision) { return }
      } catch is CancellationError {
        throw Refusal(.unavailable, blame: .us, "the exchange has just ended here; ask again")
      }
    }
  }
}
