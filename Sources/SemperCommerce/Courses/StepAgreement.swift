import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

/// Computes the fair exchange of one step from the terms, the offer and what the documents of the deal say. Both sides run this same
/// function on the same signed acts, so that an exchange which differs from what was said is noticed because it is not equal.
struct StepAgreement {
  let terms: TermsOfBusiness
  let offer: Offer
  let step: ExchangeStep
  /// All documents, with those that are given in this step.
  let documents: DealDocuments
  let contents: [Digest: ContentDescription]
  let deal: ID<Deal>
  let turn: Int
  let state: String
  /// What the buyer puts into it, and the deed that says so.
  let buyer: PartyTerms
  let entry: Digest
  /// The documents that both give in it, by their items.
  let given: GivenDocuments

  /// What the buyer pays in it, if anything.
  func price() throws(Refusal) -> Money? {
    for item in step.items(from: .buyer) {
      guard case .money(let amount) = terms.form(of: item) else { continue }
      guard let money = documents.amount(amount, in: terms.currency), money.minorUnits > 0,
        money.minorUnits <= terms.limits.highestPrice.minorUnits
      else {
        throw Refusal(
          .outsideTerms, blame: .undetermined,
          "“\(item)” comes to no amount between nothing and the limit of \(terms.limits.highestPrice)")
      }
      return money
    }
    return nil
  }

  /// The exchange as the seller proposes it: what it adds are its party terms, the salts and the time.
  func agreed(seller: PartyTerms, secret: OpeningSecret, issued: Timestamp) throws(Refusal) -> AgreedExchange {
    try agreed(seller: seller, salt: Self.salt(secret, "context"), issued: issued) { path, _ in Self.salt(secret, path)
    }
  }

  /// Refuses another exchange than the one which the documents lead to.
  func check(_ agreed: AgreedExchange, issued: Timestamp) throws(Refusal) {
    guard
      let seller = [agreed.terms.header.originator, agreed.terms.header.responder].first(where: {
        $0.key == offer.seller
      })
    else {
      throw Refusal(.notAsOffered, blame: .peer, "the exchange is not with the seller of the offer")
    }
    let salts = agreed.items.map(\.salt)
    let expected = try self.agreed(seller: seller, salt: agreed.salt, issued: issued) { _, number in
      salts.indices.contains(number) ? salts[number] : agreed.salt
    }
    guard expected == agreed else {
      throw Refusal(
        .notAsOffered, blame: .peer, "the exchange differs from what terms, offer and documents of this deal lead to")
    }
  }

  private func agreed(
    seller: PartyTerms, salt: Nonce, issued: Timestamp, salts: (_ path: String, _ number: Int) -> Nonce
  ) throws(Refusal) -> AgreedExchange {
    let plan = try terms.plan(of: step.gifts)
    let receipt = try self.receipt(issued: issued)
    let sides: [DealSide] = plan.proposerIsOriginator ? [.buyer, .seller] : [.seller, .buyer]
    let given = try items(of: sides[0], receipt)
    let described = (given + (try items(of: sides[1], receipt))).enumerated().map { number, item in
      DescribedItem(path: item.path, salt: salts(item.path, number), description: item.description)
    }
    let (first, second) = (described.prefix(given.count), described.dropFirst(given.count))
    let closes = issued.advanced(by: step.within).advanced(by: step.window).advanced(by: step.window)
    let exchange = ExchangeTerms(
      header: ExchangeHeader(
        originator: sides[0] == .buyer ? buyer : seller, responder: sides[0] == .buyer ? seller : buyer,
        arbiter: offer.arbiter, closes: closes),
      body: ExchangeBody(
        originatorItems: first.map(\.commitment), responderItems: second.map(\.commitment), level: plan.level,
        window: step.window, ledgers: try price() == nil ? [] : [offer.bank.key],
        context: Contract.context(deal: deal, step: "\(state)/\(turn)", order: entry, salt: salt)))
    return AgreedExchange(terms: exchange, items: described, receipt: receipt, salt: salt)
  }

  private func items(
    of side: DealSide, _ receipt: Receipt?
  ) throws(Refusal) -> [(path: String, description: ItemDescription)] {
    try step.items(from: side).map { name throws(Refusal) in
      (side.rawValue + "/" + name.lowercased(), try description(of: name, receipt))
    }
  }

  private func description(of name: String, _ receipt: Receipt?) throws(Refusal) -> ItemDescription {
    switch terms.form(of: name) {
    case .data(let path):
      guard case .content(let digest)? = documents[path], let content = contents[digest] else {
        throw Refusal(.outsideTerms, blame: .undetermined, "nobody has described the content of “\(name)”")
      }
      return .data(content.summary)
    case .receipt:
      guard let receipt else { throw ungivable(name) }
      return .statement(document: receipt.documentDigest)
    case .document:
      return .statement(
        document: StepDocument(
          deal: deal, turn: turn, item: name, fields: given.object[name] ?? .object(JSONObject([]))
        )
        .documentDigest)
    case .money:
      guard let price = try price() else { throw ungivable(name) }
      return .lock(amount: price, payee: offer.seller.thumbprint, ledger: offer.bank.key.thumbprint)
    case .offer, .order, .contract, .refund, .credential, .goods, .work, nil: throw ungivable(name)
    }
  }

  private func ungivable(_ name: String) -> Refusal {
    Refusal(.outsideTerms, blame: .peer, "“\(name)” cannot be given in a fair exchange")
  }

  /// What the seller confirms: the payment, or that nothing was to be paid.
  private func receipt(issued: Timestamp) throws(Refusal) -> Receipt? {
    guard step.gifts.flatMap(\.items).contains(where: { terms.form(of: $0) == .receipt }) else { return nil }
    return Receipt(
      deal: deal, article: offer.title, amount: try price() ?? .zero(terms.currency), payee: offer.seller.thumbprint,
      issued: issued)
  }

  private static func salt(_ secret: OpeningSecret, _ label: String) -> Nonce {
    Nonce(derived: KeyDerivation.bytes(from: secret.bytes, for: .context, context: Array(label.utf8)))
  }
}
