import SemperCoding
public import SemperCommunication
public import SemperModel

/// The provider's host over any transport. What goes over it is sealed between purse and host; nobody on the way can use it.
public struct RemotePurseHost: PurseHost {
  static let orders = "/purses/orders"
  static let completions = "/purses/completions"
  static let refunds = "/purses/refunds"

  public let number: CardNumber
  private let transport: any Transport
  private let address: Address

  public init(number: CardNumber, transport: any Transport, address: Address) {
    self.number = number
    self.transport = transport
    self.address = address
  }

  public func order(_ offer: PurseOffer, now: Timestamp) async throws -> Seal {
    let body = try await send(offer.canonicalBytes, to: Self.orders)
    return Seal(try ByteString(canonicalBytes: body).exactly(Seal.size))
  }

  public func complete(_ completion: PurseCompletion, now: Timestamp) async throws {
    _ = try await send(completion.canonicalBytes, to: Self.completions)
  }

  public func refund(_ refund: ModuleRefund, now: Timestamp) async throws {
    _ = try await send(refund.canonicalBytes, to: Self.refunds)
  }

  public func refund(for reference: Digest) async throws -> ModuleRefund? {
    do {
      let request = Request(.get, Self.refunds + "/" + Base64URL.encode(reference.bytes))
      return try ModuleRefund(canonicalBytes: try await ask(request))
    } catch let refusal as Refusal where refusal.code == .notFound {
      return nil
    }
  }

  private func send(_ body: [UInt8], to path: String) async throws -> [UInt8] {
    try await ask(Request(.post, path, contentType: "application/json", body: body))
  }

  private func ask(_ request: Request) async throws -> [UInt8] {
    let reply = try await transport.send(request, to: address, largest: 4096, within: Span(seconds: 15))
    guard reply.status == 200 else {
      guard let refusal = Refusal(reply), !refusal.code.isPassing else {
        throw CardFailure(.noAnswer, "the provider at \(address) cannot answer now; ask again")
      }
      throw refusal
    }
    return reply.body
  }
}

extension PurseProvider {
  /// What the host answers over a network.
  public func routes(now: @escaping @Sendable () async -> Timestamp) -> [Route] {
    let limits = RouteLimits(body: 2048)
    return [
      Route(.post, RemotePurseHost.orders, summary: "Go for a load or unload.", limits: limits) { request, _ in
        let offer = try read(PurseOffer.self, request.body)
        return .json(ByteString(try await order(offer, now: now()).bytes))
      },
      Route(.post, RemotePurseHost.completions, summary: "A purse's word about a load or unload.", limits: limits) {
        request, _ in
        try await complete(try read(PurseCompletion.self, request.body), now: now())
        return .json(true)
      },
      Route(.post, RemotePurseHost.refunds, summary: "A merchant's refund.", limits: limits) { request, _ in
        try await refund(try read(ModuleRefund.self, request.body), now: now())
        return .json(true)
      },
      Route(
        .get, RemotePurseHost.refunds + "/{reference}", summary: "What was given back for a reason.", limits: limits
      ) { _, parameters in
        let text = try parameters.value("reference")
        guard let bytes = try? Base64URL.decode(text), let reference = try? Digest(bytes: bytes),
          let found = try await refund(for: reference)
        else { throw Refusal(.notFound, blame: .peer, "nothing was given back for this reason") }
        return .json(found)
      },
    ]
  }

  private func read<Value: CanonicalValue>(_ type: Value.Type, _ body: [UInt8]) throws(Refusal) -> Value {
    do {
      return try Value(canonicalBytes: body)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the request cannot be read: \(error)")
    }
  }
}
