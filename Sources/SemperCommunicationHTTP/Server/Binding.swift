import SemperCommunication
import Synchronization

/// The address of a server, which is known once it listens.
final class Binding: Sendable {
  private enum State {
    case waiting([CheckedContinuation<Address, any Error>])
    case settled(Result<Address, HTTPError>)
  }

  private let state = Mutex(State.waiting([]))

  var address: Address {
    get async throws {
      try await withCheckedThrowingContinuation { continuation in
        let settled: Result<Address, HTTPError>? = state.withLock { state in
          switch state {
          case .settled(let result): return result
          case .waiting(let others):
            state = .waiting(others + [continuation])
            return nil
          }
        }
        switch settled {
        case .success(let address): continuation.resume(returning: address)
        case .failure(let error): continuation.resume(throwing: error)
        case nil: break
        }
      }
    }
  }

  func succeed(_ address: Address) { settle(.success(address)) }
  /// Counts only when nothing is known yet.
  func fail(_ error: HTTPError) { settle(.failure(error)) }

  private func settle(_ result: Result<Address, HTTPError>) {
    let waiting: [CheckedContinuation<Address, any Error>] = state.withLock { state in
      guard case .waiting(let waiting) = state else { return [] }
      state = .settled(result)
      return waiting
    }
    for continuation in waiting {
      switch result {
      case .success(let address): continuation.resume(returning: address)
      case .failure(let error): continuation.resume(throwing: error)
      }
    }
  }
}
