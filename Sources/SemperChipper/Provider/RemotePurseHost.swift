import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The provider's host over any transport. What goes over it is sealed between purse and host; nobody on the way can use it.
public struct RemotePurseHost: PurseHost {
  static let orders = "/purses/orders"
  static let completions = "/purses/completions"
  static let refunds = "/purses/refunds"
  static let locks = "/purses/locks"
  static let receipts = "/purses/locks/receipts"
  static let open = "/purses/open"
  static let collections = "/purses/collections"
  /// A module's batch, and a lock's terms.
  static let largest = 256 << 10

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

  public func order(_ offer: PurseOffer, locking lock: LockTerms, now: Timestamp) async throws -> Seal {
    let body = try await send(LockedOffer(offer: offer, lock: lock).canonicalBytes, to: Self.locks)
    return Seal(try ByteString(canonicalBytes: body).exactly(Seal.size))
  }

  public func receipt(of lock: LockTerms) async throws -> SignedStatement? {
    do {
      return try SignedStatement(bytes: try await send(lock.canonicalBytes, to: Self.receipts))
    } catch let refusal as Refusal where refusal.code == .unknownLock {
      return nil
    }
  }

  public func open(_ purse: CardNumber) async throws -> [PurseOffer] {
    try [PurseOffer](canonicalBytes: try await ask(Request(.get, Self.open + "/\(purse)")))
  }

  public func collect(_ delivery: ModuleDelivery, now: Timestamp) async throws -> ModuleDischarge {
    try ModuleDischarge(canonicalBytes: try await send(delivery.canonicalBytes, to: Self.collections))
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
    let reply = try await transport.send(request, to: address, largest: Self.largest, within: Span(seconds: 15))
    guard reply.status == 200 else {
      guard let refusal = Refusal(reply), !refusal.code.isPassing else {
        throw CardFailure(.noAnswer, "the provider at \(address) cannot answer now; ask again")
      }
      throw refusal
    }
    return reply.body
  }
}
