import SemperCommunication
import SemperModel
import Synchronization

/// The network of a wallet that dies: so many requests arrive and are answered, the next one arrives and its answer does not,
/// and then nothing arrives any more.
final class DyingTransport: Transport {
  let next: any Transport
  private let left: Mutex<Int>

  init(_ next: any Transport, after count: Int) {
    self.next = next
    left = Mutex(count)
  }

  /// Whether it has died.
  var isDead: Bool { left.withLock { $0 < 0 } }

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    let number = left.withLock { left -> Int in
      defer { if left >= 0 { left -= 1 } }
      return left
    }
    guard number >= 0 else { throw TransportError(.unreachable, "this network is dead") }
    let reply = try await next.send(request, to: address, largest: largest, within: within)
    if number == 0 { throw TransportError(.interrupted, "the answer was lost, and everything after it is") }
    return reply
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
