import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel

/// A buyer with an order that it has signed and not yet sent.
struct DraftOrder: Sendable {
  let deal: ID<Deal>
  private let key = SigningKey()
  private let order: SignedStatement

  init(on offer: VerifiedStatement<Offer>) throws {
    var generator = SystemRandomNumberGenerator()
    deal = ID(using: &generator)
    let content = Order(
      deal: deal, offer: offer.digest, service: offer.content.service, seller: offer.content.seller.thumbprint,
      buyer: PartyTerms(
        role: .responder, key: key.publicKey, nonce: Nonce(using: &generator), secret: OpeningSecret(using: &generator)),
      issued: offer.content.issued, expires: offer.content.expires)
    order = try SignedStatement(content, signedBy: [key])
  }

  /// Returns when the shop has committed itself.
  func begin(at desk: ShopDesk) async throws {
    try await desk.send(order, in: "\(deal)")
    let contract = try await desk.statement(0, of: "\(deal)").countersigned(by: key)
    try await desk.send(contract, in: "\(deal)")
    guard try await desk.statement(1, of: "\(deal)").kind == .commitOriginator else {
      throw BenchmarkError("the shop did not commit itself")
    }
  }
}
