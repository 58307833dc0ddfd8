public import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// The way to one bank's accounts, their locks, and what their holders order, over any transport. What the bank signs its reader verifies.
///
/// A `Refusal` is final; any other error means that nothing is known and the same request has to be made again.
public struct BankLine: Sendable {
  private static let largest = 256 << 10
  private static let patience = Span(seconds: 20)

  private let transport: any Transport
  private let address: Address
  public let bank: PublicKey

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    self.transport = transport
    self.address = address
    self.bank = bank
  }

  /// The balance and the movements of an account, for its holder.
  public func state(_ query: SignedStatement) async throws -> AccountState {
    try await post("/accounts/query", query)
  }

  /// Carries out a `LockOrder`.
  public func lock(_ order: SignedStatement) async throws -> SignedStatement {
    try await post("/accounts/locks", order)
  }

  /// How a lock ended; `nil` while it stands. Refuses (`unknownLock`) one that the bank says nothing of.
  public func outcome(of terms: LockTerms) async throws -> SignedStatement? {
    let statuses: [JSON] = try await ask(Request(.get, "/locks/\(Base64URL.encode(terms.exchange.bytes))"))
    for status in statuses {
      let signed = try SignedStatement(json: status["receipt"] ?? .null)
      let receipt = try VerifiedStatement<LockReceipt>(verifying: signed, keys: KeySet([bank])).content
      if receipt.terms == terms { return try status["outcome"].map { try SignedStatement(json: $0) } }
    }
    throw Refusal(.unknownLock, blame: .provider, "the bank does not know a lock that it has signed for")
  }

  public func post<Value: CanonicalValue>(_ path: String, _ statement: SignedStatement) async throws -> Value {
    try await ask(Request(.post, path, contentType: "application/json", body: statement.canonicalBytes))
  }

  public func get<Value: CanonicalValue>(_ path: String) async throws -> Value { try await ask(Request(.get, path)) }

  /// Throws a `Refusal` for problem details that settle something.
  private func ask<Value: CanonicalValue>(_ request: Request) async throws -> Value {
    let reply = try await transport.send(request, to: address, largest: Self.largest, within: Self.patience)
    guard reply.status == 200 else {
      if let refusal = Refusal(reply), !refusal.code.isPassing { throw refusal }
      throw TransportError(.interrupted, Refusal(reply)?.detail ?? "the bank answered \(reply.status); ask again")
    }
    do {
      return try Value(json: CanonicalJSON.parse(reply.body, limits: .statement(bytes: Self.largest)))
    } catch {
      throw TransportError(.malformed, "the bank's answer cannot be read: \(error)")
    }
  }
}
