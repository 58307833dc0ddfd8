import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// A buyer's way to a shop over any transport: offers and terms before a deal, statements in it.
///
/// Nothing that it brings has been judged.
public struct ShopClient: PeerLink {
  private static let largest = 4 << 20
  private static let patience = Span(seconds: 20)
  /// Longer than the shop lets a question for news stay open.
  private static let patienceForNews = Span(seconds: 40)

  private let transport: any Transport
  private let address: Address

  public init(transport: any Transport, address: Address) {
    self.transport = transport
    self.address = address
  }

  /// The shop's word on itself.
  public func description() async throws -> SignedStatement { try await get("/.well-known/semper") }

  /// The offer that a page or a person calls by this code.
  public func offer(_ code: String) async throws -> SignedStatement { try await get("/offers/\(code)") }

  /// The terms of business with this digest.
  public func terms(_ digest: Digest) async throws -> SignedStatement {
    try await get("/terms/\(digest)")
  }

  public func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws {
    let reply = try await transport.send(
      Request(
        .post, "/deals/\(deal)/messages", contentType: "application/json", body: statement.canonicalBytes),
      to: address, largest: 64 << 10, within: Self.patience)
    _ = try reply.value(as: JSON.self, largest: 64 << 10)
  }

  public func statements(of deal: ID<Deal>, after count: Int) async throws -> [SignedStatement] {
    try await get("/deals/\(deal)/messages", query: ["after": String(count)], within: Self.patienceForNews)
  }

  private func get<Value: CanonicalValue>(
    _ path: String, query: [String: String] = [:], within: Span = patience
  ) async throws -> Value {
    let reply = try await transport.send(
      Request(.get, path, query: query), to: address, largest: Self.largest, within: within)
    return try reply.value(largest: Self.largest)
  }
}
