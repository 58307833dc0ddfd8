public import SemperModel
import Synchronization

/// The keys of the parties that the arbiter's authority lists now.
public final class RegisteredParties: Sendable {
  private let keys = Mutex<Set<Thumbprint>>([])

  public init(_ keys: Set<Thumbprint> = []) { replace(with: keys) }

  public func replace(with listed: Set<Thumbprint>) { keys.withLock { $0 = listed } }

  func contains(anyOf signers: [Thumbprint]) -> Bool {
    keys.withLock { keys in signers.contains(where: keys.contains) }
  }
}
