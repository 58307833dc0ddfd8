import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What is under way here, of whichever kind.
enum Opened: Sendable {
  case exchange(OpenExchange)
  case pieces(OpenPieces)

  var agreed: AgreedExchange {
    switch self {
    case .exchange(let open): open.agreed
    case .pieces(let open): open.agreed
    }
  }

  /// A statement of the peer's; returns when it is durable.
  func receive(_ statement: SignedStatement, time: any TimeSource) async throws {
    switch self {
    case .exchange(let open): try await open.receive(statement, time: time)
    case .pieces(let open): try await open.receive(statement)
    }
  }
}
