import SemperModel
import Synchronization

/// Something that a role's routes need and that exists only once the role has been prepared.
final class Late<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)

  init() {}

  func clear() { stored.withLock { $0 = nil } }

  func set(_ value: Value) { stored.withLock { $0 = value } }

  /// Refuses with `unavailable` until it is there.
  var value: Value {
    get throws(Refusal) {
      guard let value = stored.withLock(\.self) else {
        throw Refusal(.unavailable, blame: .us, "the role is still starting; ask again in a moment")
      }
      return value
    }
  }
}
