import SemperCommunication
import SemperModel
import Synchronization

/// Nothing of one deal comes through, until something of another one has.
final class StallingTransport: Transport {
  private struct State {
    var stalled: String?
    var freeing: String?
  }

  private let next: any Transport
  private let state = Mutex(State())

  init(next: any Transport) { self.next = next }

  /// - Parameter other: whose download makes an end of it.
  func stall(_ deal: ID<Deal>, until other: ID<Deal>? = nil) {
    state.withLock { $0 = State(stalled: "/deals/\(deal)/", freeing: other.map { "/deals/\($0)/goods" }) }
  }

  private func pass(_ path: String) throws {
    let isStalled = state.withLock { state in
      if path == state.freeing { state.stalled = nil }
      return state.stalled.map(path.hasPrefix) ?? false
    }
    if isStalled { throw TransportError(.unreachable, "nothing of this deal comes through") }
  }

  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    try pass(request.path)
    return try await next.send(request, to: address, largest: largest, within: within)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try pass(request.path)
    return try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
