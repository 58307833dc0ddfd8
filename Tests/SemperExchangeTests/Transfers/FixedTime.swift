import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// A clock that stands still, for what only reads it.
struct FixedTime: TimeSource {
  let time: Timestamp
  init(now: Timestamp) { time = now }
  func now() async -> Timestamp { time }
  func wait(until: Timestamp) async throws {}
}

/// No way to anybody.
struct NoLink: TransferLink {
  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    throw Refusal(.unavailable, blame: .environment, "there is no way")
  }
}
