import SemperChipper
import Synchronization

/// A reader in which the way to the card can change, as when it is put in again.
final class ChangingChannel: CardChannel {
  private let current: Mutex<any CardChannel>

  init(_ channel: any CardChannel) { current = Mutex(channel) }

  func change(to channel: any CardChannel) { current.withLock { $0 = channel } }

  func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    try await current.withLock { $0 }.transmit(command)
  }

  func hold() async throws(CardFailure) { try await current.withLock { $0 }.hold() }
  func release() async { await current.withLock { $0 }.release() }
}
