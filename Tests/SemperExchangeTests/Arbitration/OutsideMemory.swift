import SemperCryptography
import SemperExchange
import Synchronization

/// A place outside the arbiter's store, in memory; it can be lost.
final class OutsideMemory: CheckpointMemory {
  private let kept = Mutex<SignedStatement?>(nil)
  func newest() -> SignedStatement? { kept.withLock(\.self) }
  func note(_ checkpoint: SignedStatement) { kept.withLock { $0 = checkpoint } }
  func lose() { kept.withLock { $0 = nil } }
}
