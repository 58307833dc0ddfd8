public import SemperModel
public import SemperStatements
import Synchronization

/// Ciphertexts in memory, by their root, with the rules of a real store.
public final class TestDataStore: SealedDataStore {
  private let sealed = Mutex<[LockedData: SealedContent]>([:])

  public init() {}

  /// Takes in what leads to ζ, and nothing else.
  public func keep(_ bytes: [UInt8], as locked: LockedData) {
    guard let content = SealedContent(bytes, lockedAs: locked) else { return }
    sealed.withLock { $0[locked] = content }
  }

  public func holds(_ locked: LockedData) async throws -> Bool { sealed.withLock { $0[locked] != nil } }
  public func bytes(of locked: LockedData) async throws -> [UInt8]? { sealed.withLock { $0[locked]?.bytes } }
  public func remove(_ locked: LockedData, from sources: [Digest], andWhole: Bool) async throws {
    guard andWhole else { return }
    sealed.withLock { $0[locked] = nil }
  }
}
