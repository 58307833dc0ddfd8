public import SemperCryptography
import SemperModel

/// With what a payee claims a lock.
public enum LockClaim: Hashable, Sendable {
  case opening(ItemOpening)
  /// The arbiter's resolution (RT).
  case decision(SignedStatement)
}
