public import SemperCommunication
public import SemperModel

/// A directory that another role serves.
public struct RemoteDirectory: DirectorySource {
  private let transport: any Transport
  private let address: Address
  private let within: Span

  /// - Parameter within: how long one file may take.
  public init(_ transport: any Transport, at address: Address, within: Span = Span(seconds: 30)) {
    self.transport = transport
    self.address = address
    self.within = within
  }

  public func file(_ path: String, largest: Int) async throws -> [UInt8]? {
    let reply: ReceivedReply
    do {
      // An answer that says no may be longer than the file that was asked for.
      reply = try await transport.send(
        Request(.get, DirectoryRoutes.folder + path), to: address, largest: max(largest, 4 << 10), within: within)
    } catch let error as TransportError where error.code == .tooLarge {
      throw Self.tooLarge(path, largest)
    }
    switch reply.status {
    case 200:
      guard reply.body.count <= largest else { throw Self.tooLarge(path, largest) }
      return reply.body
    // As other clients of the framework have it: whoever hides files says one or the other.
    case 403, 404: return nil
    default:
      throw Refusal(reply)
        ?? Refusal(.unavailable, blame: .provider, "the directory answers \(reply.status) for \(path); try again later")
    }
  }

  private static func tooLarge(_ path: String, _ largest: Int) -> Refusal {
    Refusal(
      .tooLarge, blame: .provider,
      "\(path) has more than the \(largest) bytes that it may have; nothing of it was kept, ask another mirror")
  }
}
