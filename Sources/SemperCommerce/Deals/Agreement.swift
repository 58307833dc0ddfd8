import SemperCoding
public import SemperCryptography
import SemperExchange
public import SemperModel
import SemperStatements
public import SemperTerms

/// Computes the contract from terms, offer and order. Both sides run this same function on the same signed bytes, so a
/// contract that differs from what the offer promised is noticed because it is not equal.
public struct Agreement: Sendable {
  public let terms: TermsOfBusiness
  public let termsDigest: Digest
  public let offer: Offer
  public let offerDigest: Digest
  public let order: Order
  public let orderDigest: Digest
  /// What locks the money: the bank of the offer, or what the managers have agreed on.
  public let ledger: PublicKey

  /// Refuses an order that does not fit the offer and an offer that does not fit the terms.
  public init(
    terms: VerifiedStatement<TermsOfBusiness>, offer: VerifiedStatement<Offer>,
    order: VerifiedStatement<Order>
  ) throws(Refusal) {
    try self.init(
      terms.content, terms.digest, offer.content, offer.digest, order.content, order.digest)
  }

  init(
    _ terms: TermsOfBusiness, _ termsDigest: Digest, _ offer: Offer, _ offerDigest: Digest, _ order: Order,
    _ orderDigest: Digest
  ) throws(Refusal) {
    try Self.check(offer: offer, under: terms, termsDigest)
    guard order.service == termsDigest else {
      throw Refusal(.termsChanged, blame: .peer, "the order is under other terms of business than the offer")
    }
    guard order.offer == offerDigest, order.seller == offer.seller.thumbprint else {
      throw Refusal(.notAsOffered, blame: .peer, "the order takes another offer")
    }
    _ = try order.payment?.verified(deal: order.deal, on: offer, offerDigest)
    ledger = order.payment?.ledger ?? offer.bank.key
    self.terms = terms
    self.termsDigest = termsDigest
    self.offer = offer
    self.offerDigest = offerDigest
    self.order = order
    self.orderDigest = orderDigest
  }

  /// Refuses an offer that is not under these terms or goes beyond their limits.
  public static func check(
    offer: Offer, under terms: TermsOfBusiness, _ digest: Digest
  ) throws(Refusal) {
    guard offer.service == digest, terms.seller == offer.seller.thumbprint else {
      throw Refusal(.termsChanged, blame: .peer, "the offer names other terms of business than these")
    }
    guard offer.price.currency == terms.limits.highestPrice.currency,
      offer.price.minorUnits <= terms.limits.highestPrice.minorUnits
    else {
      throw Refusal(
        .outsideTerms, blame: .peer, "the price is above the limit of \(terms.limits.highestPrice) in the terms")
    }
  }

  /// The seller's contract: what the seller adds is its party terms, the salts and the time.
  func contract(
    seller: PartyTerms, secret: OpeningSecret, issued: Timestamp
  ) throws(Refusal) -> Contract {
    let receipt = receipt(issued: issued)
    return try contract(
      seller: seller, receipt: receipt, context: Self.salt(secret, "context"), issued: issued
    ) { side throws(Refusal) in
      try agreedItems(of: side, receipt: receipt).map {
        DescribedItem(path: $0.path, salt: Self.salt(secret, $0.path), description: $0.description)
      }
    }
  }

  /// Refuses a contract that is not the one which this offer and this order lead to: one whose items are not what is expected
  /// of either side, or that differs in anything else.
  func check(_ contract: Contract) throws(Refusal) {
    guard
      let seller = [contract.terms.header.originator, contract.terms.header.responder]
        .first(where: { $0.key == offer.seller })
    else {
      throw Refusal(.notAsOffered, blame: .peer, "the contract is not with the seller of the offer")
    }
    guard contract.service == termsDigest else {
      throw Refusal(
        .termsChanged, blame: .peer,
        "the seller changed its terms of business after the offer; the deal stays with the terms it began with")
    }
    let receipt = receipt(issued: contract.issued)
    let given = try given(in: contract)
    let expected = try self.contract(
      seller: seller, receipt: receipt, context: contract.salt, issued: contract.issued
    ) { side throws(Refusal) in
      try checked(given[side] ?? [], of: side, receipt: receipt)
    }
    guard expected == contract else {
      throw Refusal(.notAsOffered, blame: .peer, "the contract differs from what the offer and the order lead to")
    }
    guard contract.issued >= order.issued, contract.issued <= order.expires else {
      throw Refusal(.tooLate, blame: .peer, "the contract was not made while the order stood")
    }
  }

  /// The items of a contract as those that they have to be in the contract which this agreement leads to: what is expected of
  /// the side, under the salts of the seller's choice.
  private func checked(
    _ items: [DescribedItem], of side: DealSide, receipt: Receipt
  ) throws(Refusal) -> [DescribedItem] {
    do throws(Refusal) {
      try expectation(of: side, receipt: receipt).check(
        items.map { ItemParticulars(of: $0.description) }, as: .promised)
    } catch {
      // What is promised may differ without any fault, but not from a promise that was signed before.
      throw Refusal(
        error.code, blame: .peer, "what the contract has the \(side.rawValue) give is not as offered: \(error.detail)")
    }
    return zip(try agreedItems(of: side, receipt: receipt), items).map {
      DescribedItem(path: $0.path, salt: $1.salt, description: $1.description)
    }
  }

  /// What each side gives by a contract, as far as its own terms tell.
  private func given(in contract: Contract) throws(Refusal) -> [DealSide: [DescribedItem]] {
    let count = contract.terms.body.originatorItems.count
    let (first, second) = (Array(contract.items.prefix(count)), Array(contract.items.dropFirst(count)))
    return try terms.plan().proposerIsOriginator
      ? [.buyer: first, .seller: second] : [.seller: first, .buyer: second]
  }

  private func contract(
    seller: PartyTerms, receipt: Receipt, context: Nonce, issued: Timestamp,
    items: (DealSide) throws(Refusal) -> [DescribedItem]
  ) throws(Refusal) -> Contract {
    guard let (step, _, window, within) = terms.fairExchange else {
      throw Refusal(.outsideTerms, blame: .peer, "the terms have no fair exchange to fulfil the contract")
    }
    let (fromBuyer, fromSeller) = (try items(.buyer), try items(.seller))
    let plan = try terms.plan()
    let buyerIsOriginator = plan.proposerIsOriginator
    let (first, second) = buyerIsOriginator ? (fromBuyer, fromSeller) : (fromSeller, fromBuyer)
    let exchange = ExchangeTerms(
      header: ExchangeHeader(
        originator: buyerIsOriginator ? order.buyer : seller,
        responder: buyerIsOriginator ? seller : order.buyer, arbiter: offer.arbiter,
        closes: issued.advanced(by: within).advanced(by: window).advanced(by: window)),
      body: ExchangeBody(
        originatorItems: first.map(\.commitment), responderItems: second.map(\.commitment),
        level: plan.level, window: window, ledgers: [ledger],
        context: Contract.context(deal: order.deal, step: step, order: orderDigest, salt: context)))
    return Contract(
      deal: order.deal, order: orderDigest, service: termsDigest, seller: offer.seller.thumbprint,
      buyer: order.buyer.key.thumbprint, step: step, terms: exchange, items: first + second,
      receipt: receipt, salt: context, issued: issued)
  }

  private static func salt(_ secret: OpeningSecret, _ label: String) -> Nonce {
    let bytes = KeyDerivation.bytes(from: secret.bytes, for: .context, context: Array(label.utf8))
    return Nonce(derived: bytes)
  }
}

extension Nonce {
  /// Of bytes that a key was derived to.
  init(derived bytes: [UInt8]) {
    do {
      try self.init(bytes: bytes)
    } catch {
      preconditionFailure("a nonce has \(Nonce.size) bytes")
    }
  }
}
