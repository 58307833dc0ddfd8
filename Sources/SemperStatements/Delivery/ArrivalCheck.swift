import Synchronization

/// Checks the bytes of a ciphertext while they arrive, in one order, from whatever task brings them.
package final class ArrivalCheck: Sendable {
  private let verifier: Mutex<DeliveryVerifier>

  package init(_ verifier: DeliveryVerifier) { self.verifier = Mutex(verifier) }

  @inline(never)
  package func receive(_ bytes: UnsafeRawBufferPointer) throws { try verifier.withLock { try $0.receive(bytes) } }

  /// Why what has arrived does not lead to the signed root; `nil` when it does.
  @inline(never)
  package func fault() -> (any Error)? {
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
