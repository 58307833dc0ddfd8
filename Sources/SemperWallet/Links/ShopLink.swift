import SemperCoding
public import SemperCommerce
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// The buyer's way to a shop: it posts statements and long-polls for answers. The wallet never listens.
public struct ShopLink: PeerLink {
  private let client: StatementClient
  /// How long one poll may wait for the seller to speak.
  private let poll: Span

  public init(_ transport: any Transport, shop: Address, poll: Span = Span(seconds: 25)) {
    client = StatementClient(transport, at: shop)
    self.poll = poll
  }

  public func send(_ statement: SignedStatement, of deal: ID<Deal>) async throws {
    _ = try await client.answer(
      Request(
        .post, "/deals/\(deal)/messages", contentType: "application/json", body: statement.canonicalBytes))
  }

  public func statements(of deal: ID<Deal>, after count: Int) async throws -> [SignedStatement] {
    let body = try await client.answer(
      Request(.get, "/deals/\(deal)/messages", query: ["after": String(count)]), largest: 2 << 20,
      within: poll.advanced(by: Span(seconds: 5)))
    return try [SignedStatement](json: CanonicalJSON.parse(body, limits: .statement(bytes: 2 << 20)))
  }
}

extension Span {
  fileprivate func advanced(by other: Span) -> Span { Span(seconds: seconds + other.seconds) }
}
