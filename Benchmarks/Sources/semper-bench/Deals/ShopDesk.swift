import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel

/// The requests of a buyer to a shop, as they go over HTTP.
struct ShopDesk: Sendable {
  private static let largest = 1 << 20
  private static let patience = Span(seconds: 60)
  let transport: any Transport
  let address: Address

  /// The only offer of the shop.
  func offer() async throws -> VerifiedStatement<Offer> {
    let list = try await get("/offers").value(as: [JSON].self, largest: Self.largest)
    guard let code = try list.first?["code"].map({ try String(json: $0) }) else {
      throw BenchmarkError("the shop offers nothing")
    }
    return try VerifiedStatement(
      verifying: SignedStatement(bytes: await get("/offers/\(code)").body), keys: KeySet())
  }

  func send(_ statement: SignedStatement, in deal: String) async throws {
    let reply = try await sent(
      Request(
        .post, "/deals/\(deal)/messages", contentType: "application/json", body: statement.canonicalBytes))
    guard reply.status == 200 else {
      throw BenchmarkError("the shop refused: \(String(decoding: reply.body, as: UTF8.self))")
    }
  }

  /// The shop's statement with this number.
  func statement(_ number: Int, of deal: String) async throws -> SignedStatement {
    while true {
      let reply = try await get("/deals/\(deal)/messages", query: ["after": "\(number)"])
      if let first = try [SignedStatement](json: CanonicalJSON.parse(reply.body)).first { return first }
    }
  }

  /// All buyers come from one address, to which a shop answers so many requests a second.
  private func sent(_ request: Request) async throws -> ReceivedReply {
    while true {
      let reply = try await transport.send(request, to: address, largest: Self.largest, within: Self.patience)
      guard reply.status == 429 else { return reply }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func get(_ path: String, query: [String: String] = [:]) async throws -> ReceivedReply {
    let reply = try await sent(Request(.get, path, query: query))
    guard reply.status == 200 else {
      throw BenchmarkError("the shop refused: \(String(decoding: reply.body, as: UTF8.self))")
    }
    return reply
  }
}
