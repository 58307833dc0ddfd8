import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers

/// A buyer whose statements are made by hand, one at a time.
struct HandBuyer: Sendable {
  let market: Market
  let deal: ID<Deal>
  let key = SigningKey()
  let secret: OpeningSecret
  let nonce: Nonce

  init(_ market: Market) {
    var generator = SystemRandomNumberGenerator()
    self.market = market
    deal = ID(using: &generator)
    secret = OpeningSecret(using: &generator)
    nonce = Nonce(using: &generator)
  }

  var messages: String { "/deals/\(deal)/messages" }

  func offer() async throws -> VerifiedStatement<Offer> {
    let reply = try await market.get("/offers/\(try await market.code())")
    return try VerifiedStatement(verifying: SignedStatement(bytes: reply.body), keys: KeySet())
  }

  func order(_ offer: VerifiedStatement<Offer>, by key: SigningKey? = nil) throws -> SignedStatement {
    let key = key ?? self.key
    let order = Order(
      deal: deal, offer: offer.digest, service: offer.content.service, seller: offer.content.seller.thumbprint,
      buyer: PartyTerms(role: .responder, key: key.publicKey, nonce: nonce, secret: secret),
      issued: offer.content.issued, expires: offer.content.issued.advanced(by: Span(seconds: 3600)))
    return try SignedStatement(order, signedBy: [key])
  }

  func post(_ statement: SignedStatement) async throws -> ReceivedReply {
    try await market.post(messages, statement.canonicalBytes)
  }

  /// The shop's statement with this number; waits for it.
  func statement(_ number: Int) async throws -> SignedStatement {
    while true {
      let reply = try await market.get(messages, query: ["after": String(number)])
      let list = try [SignedStatement](json: CanonicalJSON.parse(reply.body))
      if let first = list.first { return first }
    }
  }
}
