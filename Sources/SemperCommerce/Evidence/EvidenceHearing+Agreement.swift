import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

// From the terms to the contract.
extension EvidenceHearing {
  mutating func hearAgreement() {
    hear(.terms) { hearing, signed throws(Refusal) in
      let terms: VerifiedStatement<TermsOfBusiness> = try hearing.verified(signed)
      hearing.terms = terms
      return Testimony(
        says: "fixes the terms of business “\(terms.content.service)”, version \(terms.content.version)",
        terms: terms.digest)
    }
    hear(.offer) { hearing, signed throws(Refusal) in try hearing.offer(signed) }
    hear(.order) { hearing, signed throws(Refusal) in try hearing.order(signed) }
    hear(.contract) { hearing, signed throws(Refusal) in try hearing.contract(signed) }
  }

  private mutating func offer(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let offer: VerifiedStatement<Offer> = try verified(signed)
    let terms = try required(terms, "terms of business")
    try Agreement.check(offer: offer.content, under: terms.content, terms.digest)
    self.offer = offer
    return Testimony(
      says: "offers “\(offer.content.title)” for \(offer.content.price), payable at the bank "
        + "\(offer.content.bank.key.thumbprint.short), with the arbiter \(offer.content.arbiter.key.thumbprint.short)",
      time: offer.content.issued, terms: offer.content.service)
  }

  private mutating func order(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let order: VerifiedStatement<Order> = try verified(signed)
    let (terms, offer) = (try required(terms, "terms of business"), try required(offer, "an offer"))
    agreement = try Agreement(terms: terms, offer: offer, order: order)
    try require(order.content.deal == bundle.deal, "it opens another deal than that of the bundle")
    guard order.content.issued <= offer.content.expires else {
      throw Refusal(.expired, blame: .peer, "the offer had expired when it was ordered")
    }
    self.order = order
    return Testimony(
      says: "orders what the offer \(offer.digest.short) describes", time: order.content.issued,
      terms: order.content.service)
  }

  private mutating func contract(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let agreement = try required(order == nil ? nil : agreement, "an order")
    guard signed.isComplete else {
      let draft = try signed.draft(as: Contract.self, keys: keys)
      try agreement.check(draft)
      return Testimony(
        says: "is the draft of a contract that the other party has not signed", time: draft.issued,
        terms: draft.service)
    }
    let contract: VerifiedStatement<Contract> = try verified(signed)
    try agreement.check(contract.content)
    verifier = try ExchangeVerifier(terms: contract.content.terms, items: contract.content.items)
    self.contract = contract
    exchange = HeardExchange(contract)
    return Testimony(
      says: "agrees, as the terms, the offer and the order demand, on the exchange \(contract.content.exchange.short) "
        + "at level \(contract.content.terms.body.level.rawValue)",
      time: contract.content.issued, terms: contract.content.service)
  }
}

extension Thumbprint {
  /// Enough of it for a person to tell two apart.
  var short: String { String(description.prefix(8)) }
}

extension Digest {
  var short: String { String(description.dropFirst(8).prefix(8)) }
}
