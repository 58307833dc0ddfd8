package import SemperCryptography
import SemperExchange
import Synchronization

/// What one side has sent and the other has not read yet.
package final class CellPost: ExchangeLink {
  private let letters = Mutex<[SignedStatement]>([])

  package init() {}

  package func send(_ statement: SignedStatement) async throws { letters.withLock { $0.append(statement) } }

  package var count: Int { letters.withLock(\.count) }

  /// A letter from anywhere in the pile, which stays there too if it is kept.
  package func take(at index: Int, isKept: Bool) -> SignedStatement {
    letters.withLock { isKept ? $0[index] : $0.remove(at: index) }
  }

  package func take() -> SignedStatement? {
    letters.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
