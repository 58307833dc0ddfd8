import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// The contract that is under way at its coordinator's: the driver of all its exchanges, and how a party's statements get to
/// the one with it.
struct OpenContract: Sendable {
  /// How long a statement may wait for the machine to be ready for it.
  private static let patience = Span(seconds: 4)

  let agreed: AgreedContract
  let driver: MachineDriver<ContractCoordinator>
  /// The driver again, as its performers know it; emptied at the end so that the two let each other go.
  let driving: Late<MachineDriver<ContractCoordinator>>

  func run() async throws -> ContractCoordinator {
    defer { driving.clear() }
    return try await driver.run()
  }

  /// The number of the party whose exchange has this id.
  func party(_ exchange: Digest) -> Int? { agreed.sides.firstIndex { $0.terms.id == exchange } }

  /// Judges a statement on the machine as it is, waiting a little where the machine is between two states. Returns when it
  /// is durable; what moves nothing is not kept, so that nobody can fill the journal.
  func receive(_ statement: SignedStatement, from party: Int, time: any TimeSource) async throws {
    switch statement.kind {
    case .commitResponder, .openResponder: break
    default:
      throw Refusal(.outsideTerms, blame: .peer, "a party of a contract commits and opens, and says nothing else")
    }
    let deadline = await time.now().advanced(by: Self.patience)
    while true {
      let (machine, revision) = await driver.current
      if let event = try machine.exchange(party).event(for: statement) {
        var moved = machine
        _ = moved.handle(.exchange(party, event), at: await time.now())
        guard moved != machine else { return }
        do {
          if try await driver.submit(.exchange(party, event), ifStill: revision) { return }
        } catch is CancellationError {
          throw Refusal(.unavailable, blame: .us, "the signing has just ended here; ask again")
        }
        continue
      }
      guard !machine.isFinished, await time.now() < deadline else { return }
      try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
    }
  }
}
