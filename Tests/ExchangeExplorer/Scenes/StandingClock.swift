import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// A moment. Nobody waits in it: what would have to wait is not done in this step.
struct StandingClock: TimeSource {
  let time: Timestamp
  func now() async -> Timestamp { time }
  func wait(until: Timestamp) async throws { throw CancellationError() }
}

/// No way to the peer: what is sent is on the network from the moment it is owed.
struct Nowhere: ExchangeLink {
  func send(_ statement: SignedStatement) async throws { throw Absent() }
}
