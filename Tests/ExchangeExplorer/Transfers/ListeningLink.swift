import SemperCryptography
import SemperExchange
import SemperModel
import Synchronization

/// A way to recipients on which nobody answers: it shows what was to be brought.
final class ListeningLink: TransferLink {
  private let heard = Mutex<[(recipient: Thumbprint, letter: TransferLetter)]>([])

  var letters: [(recipient: Thumbprint, letter: TransferLetter)] { heard.withLock { $0 } }

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    heard.withLock { $0.append((recipient, letter)) }
    throw Absent()
  }
}
