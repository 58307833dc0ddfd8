import SemperCryptography
import SemperExchange
import SemperModel
import Synchronization

/// A place outside the arbiter's store, in memory; it can be lost or put back.
final class OutsideMemory: CheckpointMemory {
  private let kept = Mutex<SignedStatement?>(nil)
  private let moment = Mutex<(@Sendable () async throws -> Void)?>(nil)

  func newest() -> SignedStatement? { kept.withLock(\.self) }

  func note(_ checkpoint: SignedStatement, after known: Digest?) async throws -> Bool {
    try await moment.withLock { moment in
      defer { moment = nil }
      return moment
    }?()
    return kept.withLock { kept in
      guard kept?.digest == known else { return false }
      kept = checkpoint
      return true
    }
  }

  /// Has something happen just before the next checkpoint is noted.
  func beforeNext(_ happens: @escaping @Sendable () async throws -> Void) { moment.withLock { $0 = happens } }

  func put(_ checkpoint: SignedStatement?) { kept.withLock { $0 = checkpoint } }
}
