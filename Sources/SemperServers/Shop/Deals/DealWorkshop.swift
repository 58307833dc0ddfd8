import SemperArchive
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTerms

/// Makes what a deal needs on the seller's side: its opening, its keys and who performs its actions.
struct DealWorkshop: Sendable, Discreet {
  let book: OfferBook
  let counterparts: Counterparts
  let payments: ShopPayments
  let goods: any GoodsDesk
  /// What the shop's owner has said to steps of deals.
  let words: StepWords
  let disputes: ShopDisputes
  let issued: IssuedRights
  let requirements: CredentialRequirements
  let isByHand: Bool
  let evidence: any EvidenceLog
  /// From which the keys for the arbiter's replies derive.
  let seed: [UInt8]
  let patience: Span
  let time: any TimeSource

  /// How a deal begins, if the statement is an order that fits one of our offers.
  ///
  /// Refuses with `notAsOffered`, `unknownDeal`, `expired`, `termsChanged` and what a signature may be refused for;
  /// and an order that does not show what the terms ask of the buyer.
  func opening(_ statement: SignedStatement, as id: ID<Deal>, now: Timestamp) async throws -> DealOpening {
    let order = try VerifiedStatement<Order>(verifying: statement, keys: KeySet())
    guard order.content.deal == id else {
      throw Refusal(.unknownDeal, blame: .peer, "the order opens another deal than the address says")
    }
    try ClockTolerance.check("the order", issued: order.content.issued, at: now)
    guard let offer = try await book.offer(order.content.offer) else {
      throw Refusal(.notAsOffered, blame: .peer, "this shop has made no such offer")
    }
    guard now <= offer.content.expires, now <= order.content.expires else {
      throw Refusal(.expired, blame: .peer, "the offer or the order has expired; fetch the offer again")
    }
    guard let terms = try await book.terms(offer.content.service) else {
      throw Refusal(.termsChanged, blame: .us, "the terms of the offer are not known here any more")
    }
    _ = try Agreement(terms: terms, offer: offer, order: order)
    try requirements.check(order.content, under: terms.content, at: now)
    var generator = SystemRandomNumberGenerator()
    return DealOpening(
      side: .seller, deal: id, terms: terms.signed, offer: offer.signed, key: counterparts.key.publicKey,
      nonce: Nonce(using: &generator), secret: OpeningSecret(using: &generator), refund: counterparts.key.thumbprint,
      reply: try replyKey(id).publicKey, patience: patience, opened: now)
  }

  func performer(_ id: ID<Deal>, offer: Offer) throws -> DealPerformer {
    DealPerformer(
      keys: DealKeys(signing: counterparts.key, reply: try replyKey(id)), peer: nil,
      arbiter: counterparts.arbiterLink(for: offer),
      money: .managed(payments.manager, otherwise: .till(counterparts.till(for: offer))), source: goods,
      sink: nil, means: ShopStepMeans(counterparts: counterparts, disputes: disputes, issued: issued),
      judgement: SellerPolicy(words: words, isByHand: isByHand), evidence: evidence, time: time)
  }

  /// Derived, so that a restart has it again.
  private func replyKey(_ id: ID<Deal>) throws -> SealingKey {
    try SealingKey(
      rawRepresentation: KeyDerivation.bytes(
        from: seed, for: .dealKey, context: Array("reply".utf8) + id.bytes))
  }
}
