import Foundation
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperWallet

/// An offer as the shop's public list shows it: what a person would copy from the page.
struct DemoOffer: Sendable {
  let code: String
  let title: String
  let price: Money
  /// The course's name in the shop's address, which is also its folder.
  let slug: String

  /// All offers of a shop.
  static func all(at shop: Address) async throws -> [DemoOffer] {
    let transport = try HTTPClientTransport()
    do {
      let body = try await StatementClient(transport, at: shop).answer(Request(.get, "/offers"))
      try await transport.shutdown()
      guard case .array(let offers) = try CanonicalJSON.parse(body) else { return [] }
      return try offers.map { offer in
        DemoOffer(
          code: try String(json: offer["code"] ?? .null), title: try String(json: offer["title"] ?? .null),
          price: try Money(json: offer["price"] ?? .null), slug: try String(json: offer["slug"] ?? .null))
      }
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  static func first(at shop: Address) async throws -> DemoOffer {
    guard let first = try await all(at: shop).first else {
      throw WalletError(.notFound, "the shop at \(shop) offers nothing")
    }
    return first
  }
}
