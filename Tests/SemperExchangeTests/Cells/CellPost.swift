import SemperCryptography
import SemperExchange
import Synchronization

/// What one side has sent and the other has not read yet.
final class CellPost: ExchangeLink {
  private let letters = Mutex<[SignedStatement]>([])

  func send(_ statement: SignedStatement) async throws { letters.withLock { $0.append(statement) } }

  func take() -> SignedStatement? {
    letters.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
