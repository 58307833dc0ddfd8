import SemperStatements
import Synchronization

/// Checks the bytes of a ciphertext while they arrive, in one order, from whatever task brings them.
final class ArrivalCheck: Sendable {
  private let verifier: Mutex<DeliveryVerifier>

  init(_ verifier: DeliveryVerifier) { self.verifier = Mutex(verifier) }

  @inline(never)
  func receive(_ bytes: UnsafeRawBufferPointer) throws { try verifier.withLock { try $0.receive(bytes) } }

  /// Why what has arrived does not lead to the root that the peer has signed; `nil` when it does.
  @inline(never)
  func fault() -> (any Error)? {
    verifier.withLock { verifier in
      do {
        try verifier.finish()
        return nil
      } catch {
        return error
      }
    }
  }
}
