import SemperCommunication
import SemperModel
import SemperSET

/// Where cardholders bring a shop their messages of SET.
struct ShopCardRoutes: Sendable {
  let shop: Late<Shop>

  var routes: [Route] {
    SETRoutes(.payment, summary: "Takes a cardholder's message of SET (DER), where cards are taken.") {
      [shop] message in
      guard let cards = try shop.value.cards else {
        throw Refusal(.notSupported, blame: .peer, "this shop takes no cards")
      }
      return try await cards.till.answer(message)
    }.routes
  }
}
