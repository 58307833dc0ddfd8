import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

// Statements that differ in one place.
extension Contract {
  func with(
    deal: ID<Deal>? = nil, order: Digest? = nil, service: Digest? = nil, step: String? = nil,
    terms: ExchangeTerms? = nil, items: [DescribedItem]? = nil, receipt: Receipt? = nil, salt: Nonce? = nil,
    issued: Timestamp? = nil
  ) -> Contract {
    Contract(
      deal: deal ?? self.deal, order: order ?? self.order, service: service ?? self.service, seller: seller,
      buyer: buyer, step: step ?? self.step, terms: terms ?? self.terms, items: items ?? self.items,
      receipt: receipt ?? self.receipt, salt: salt ?? self.salt, issued: issued ?? self.issued)
  }

  /// With other items, to which the exchange terms commit.
  func describing(_ items: [DescribedItem]) -> Contract {
    let (body, count) = (terms.body, terms.body.originatorItems.count)
    let commitments = items.map(\.commitment)
    return with(
      terms: ExchangeTerms(
        header: terms.header,
        body: ExchangeBody(
          originatorItems: Array(commitments.prefix(count)), responderItems: Array(commitments.dropFirst(count)),
          level: body.level, window: body.window, ledgers: body.ledgers, context: body.context)), items: items)
  }
}

extension Order {
  func with(
    deal: ID<Deal>? = nil, offer: Digest? = nil, service: Digest? = nil, seller: Thumbprint? = nil,
    expires: Timestamp? = nil
  ) -> Order {
    Order(
      deal: deal ?? self.deal, offer: offer ?? self.offer, service: service ?? self.service,
      seller: seller ?? self.seller, buyer: buyer, issued: issued, expires: expires ?? self.expires)
  }
}

extension Offer {
  func with(price: Money? = nil, seller: PublicKey? = nil) -> Offer {
    Offer(
      article: article, seller: seller ?? self.seller, shop: shop, service: service, title: title, summary: summary,
      language: language, price: price ?? self.price, content: content, bank: bank, arbiter: arbiter,
      arbiterAddress: arbiterAddress, issued: issued, expires: expires)
  }
}
