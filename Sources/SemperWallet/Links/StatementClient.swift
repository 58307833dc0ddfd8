import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// Talks statements with a role over a transport: answers are bounded, refusals come out as refusals, and an answer that
/// cannot be understood is an error, never a success.
public struct StatementClient: Sendable {
  private let transport: any Transport
  public let address: Address

  public init(_ transport: any Transport, at address: Address) {
    self.transport = transport
    self.address = address
  }

  /// The body of a successful answer. Throws the role's `Refusal` when it is final; everything that may pass by itself
  /// (overload, a role that is starting) is thrown as a `TransportError`, so that callers try again.
  public func answer(
    _ request: Request, largest: Int = 1 << 20, within: Span = Span(seconds: 15)
  ) async throws -> [UInt8] {
    let reply = try await transport.send(request, to: address, largest: largest, within: within)
    guard reply.status != 200 else { return reply.body }
    guard let refusal = Self.refusal(in: reply) else {
      throw TransportError(.malformed, "\(address) answered with status \(reply.status) and nothing to be understood")
    }
    switch refusal.code {
    case .unavailable, .overloaded: throw TransportError(.interrupted, "\(address): \(refusal.detail)")
    default: throw refusal
    }
  }

  public func statement(_ request: Request, largest: Int = 1 << 20) async throws -> SignedStatement {
    let body = try await answer(request, largest: largest)
    do {
      return try SignedStatement(bytes: body, limits: .statement(bytes: largest))
    } catch {
      throw Refusal(.malformed, blame: .peer, "\(address) sent no well-formed statement: \(error)")
    }
  }

  private static func refusal(in reply: ReceivedReply) -> Refusal? {
    guard reply.contentType == "application/problem+json",
      let json = try? CanonicalJSON.parse(reply.body, limits: .statement(bytes: 64 << 10)),
      let code = json["code"].flatMap({ try? RefusalCode(json: $0) }),
      let detail = json["detail"].flatMap({ try? String(json: $0) })
    else { return nil }
    let blame = json["blame"].flatMap { try? Blame(json: $0) } ?? .undetermined
    // What a peer calls its own fault is, seen from here, the peer's.
    return Refusal(code, blame: blame == .us ? .peer : blame == .peer ? .us : blame, detail)
  }
}
