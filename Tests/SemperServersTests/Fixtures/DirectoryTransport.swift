import SemperCertification
import SemperCommunication
import SemperModel
import Synchronization

/// A network with a directory in it that may be silent, or show some files otherwise than they are there, and with a shop that may show
/// what evaluators say; all else goes on.
final class DirectoryTransport: Transport {
  /// What the directory does with every request.
  enum Trouble {
    case silent
    /// It is there and has no time.
    case busy
    /// What answers there speaks something else.
    case babbling
  }

  private struct State {
    var trouble: Trouble?
    var shown: [String: [UInt8]?] = [:]
    var evidence: [UInt8]?
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

  func be(_ trouble: Trouble?) { state.withLock { $0.trouble = trouble } }

  /// What the shop shows of evaluators; at first it shows nothing.
  func bring(_ evidence: [UInt8]) { state.withLock { $0.evidence = evidence } }

  /// Shows other bytes at a path such as `metadata/timestamp.json` from now on; `nil` hides what is there.
  func show(_ bytes: [UInt8]?, at path: String) { state.withLock { $0.shown[path] = .some(bytes) } }

  /// Shows a file from now on as it is now.
  func freeze(_ path: String) async throws { show(try await repository.file(path), at: path) }

  func send(_ request: Request, to address: Address, largest: Int, within: Span) async throws -> ReceivedReply {
    let state = state.withLock { $0 }
    if let evidence = state.evidence, request.path.hasSuffix("/evidence") { return Self.reply(200, evidence) }
    guard address == self.address else {
      return try await next.send(request, to: address, largest: largest, within: within)
    }
    switch state.trouble {
    case .silent: throw TransportError(.unreachable, "nobody answers")
    case .busy: return Self.reply(503, [])
    case .babbling: throw TransportError(.malformed, "what answers there does not speak this protocol")
    case nil: break
    }
    guard let shown = state.shown[String(request.path.dropFirst(DirectoryRoutes.folder.count))] else {
      return try await directory.send(request, to: address, largest: largest, within: within)
    }
    return Self.reply(shown == nil ? 404 : 200, shown ?? [])
  }

  private static func reply(_ status: Int, _ body: [UInt8]) -> ReceivedReply {
    ReceivedReply(status: status, contentType: "application/json", headers: [:], body: body)
  }

  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await next.stream(request, to: address, largest: largest, within: within, head: head, piece)
  }
}
