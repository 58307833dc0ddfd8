import Foundation
import SemperCoding
import SemperCommerce
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
      let reply = try await transport.send(
        Request(.get, "/offers"), to: shop, largest: 1 << 20, within: Span(seconds: 15))
      try await transport.shutdown()
      let offers = try reply.value(as: [JSON].self, largest: 1 << 20)
      return try offers.map { offer in
        DemoOffer(
          code: try String(json: offer["code"] ?? .null), title: try String(json: offer["title"] ?? .null),
          price: try Money(json: offer["price"] ?? .null), slug: try slug(String(json: offer["page"] ?? .null)))
      }
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  /// The last part of the page's path.
  private static func slug(_ page: String) -> String { page.split(separator: "/").last.map(String.init) ?? "" }

  /// The offer of one course.
  static func of(_ course: String, at shop: Address) async throws -> DemoOffer {
    guard let offer = try await all(at: shop).first(where: { $0.slug == course }) else {
      throw DemoError(.demoErrorOffer, ["shop": shop.text, "course": course])
    }
    return offer
  }
}
