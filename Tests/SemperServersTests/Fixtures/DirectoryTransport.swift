import SemperCertification
import SemperCommunication
import SemperModel
import Synchronization

/// A network with a directory in it that may be silent, or show some files otherwise than they are there; all else goes on.
final class DirectoryTransport: Transport {
  private struct State {
    var isSilent = false
    var shown: [String: [UInt8]?] = [:]
  }

  private let next: any Transport
  private let directory: InProcessTransport
  private let repository: ServiceRepository
  private let address: Address
  private let state = Mutex(State())

  init(_ repository: ServiceRepository, at address: Address, next: any Transport) {
    self.next = next
    self.repository = repository
    self.address = address
    directory = InProcessTransport([address: DirectoryRoutes.make(repository)])
  }

  func beSilent(_ isSilent: Bool) { state.withLock { $0.isSilent = isSilent } }

  /// Shows other bytes at a path such as `metadata/timestamp.json` from now on; `nil` hides what is there.
  func show(_ bytes: [UInt8]?, at path: String) { state.withLock { $0.shown[path] = .some(bytes) } }

  /// Shows a file from now on as it is now.
  func freeze(_ path: String) async throws { show(try await repository.file(path), at: path) }

  func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
    guard address == self.address else {
      return try await next.send(request, to: address, largest: largest, within: within)
    }
    let (isSilent, shown) = state.withLock { state in
      (state.isSilent, state.shown[String(request.path.dropFirst(DirectoryRoutes.folder.count))])
    }
    guard !isSilent else { throw TransportError(.unreachable, "nobody answers") }
    guard let shown else { return try await directory.send(request, to: address, largest: largest, within: within) }
    return ReceivedReply(
      status: shown == nil ? 404 : 200, contentType: "application/json", headers: [:], body: shown ?? [])
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
