import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// What each side of a deal has to give, and what is therefore expected of it.
extension Agreement {
  /// What is expected of a side's items in the exchange, a line for each of them in the order of the terms. Terms, offer and order leave
  /// nothing open, so each line allows exactly one item. By it a contract is held against the offer before anybody is bound,
  /// by both sides and by a judge, and by it a side holds what has come, once it is opened.
  ///
  /// - Parameter receipt: that of the contract; when it is made is the seller's to say.
  ///
  /// Refuses terms by which more is given than an expectation has lines, or something that cannot be given fairly.
  func expectation(of side: DealSide, receipt: Receipt) throws(Refusal) -> SideExpectation {
    let agreed = try agreedItems(of: side, receipt: receipt)
    do {
      return try SideExpectation(
        agreed.map { try ExpectedItems(ItemExpectation(exactly: $0.description)) }, order: .listed)
    } catch {
      throw Refusal(.outsideTerms, blame: .peer, "the terms cannot be looked after: \(error)")
    }
  }

  /// The items that a side gives in the exchange, in the order of the terms, each with its path. Refuses terms without a fair
  /// exchange, or with something in it that cannot be given fairly.
  func agreedItems(
    of side: DealSide, receipt: Receipt
  ) throws(Refusal) -> [(path: String, description: ItemDescription)] {
    guard let gifts = terms.fairExchange?.gifts else {
      throw Refusal(.outsideTerms, blame: .peer, "the terms have no fair exchange to fulfil the contract")
    }
    var items = [(path: String, description: ItemDescription)]()
    for name in gifts.filter({ $0.from == side }).flatMap(\.items) {
      let description: ItemDescription
      switch terms.form(of: name) {
      case .data: description = .data(offer.content.summary)
      case .receipt: description = .statement(document: receipt.documentDigest)
      case .money:
        description = .lock(
          amount: offer.price, payee: offer.seller.thumbprint, ledger: ledger.thumbprint)
      case .offer, .order, .contract, .document, .refund, .credential, .goods, .work, nil:
        throw Refusal(.outsideTerms, blame: .peer, "“\(name)” cannot be given in a fair exchange")
      }
      items.append((side.rawValue + "/" + name.lowercased(), description))
    }
    return items
  }

  /// What the seller confirms to have been paid for.
  func receipt(issued: Timestamp) -> Receipt {
    Receipt(
      deal: order.deal, article: offer.title, amount: offer.price, payee: offer.seller.thumbprint, issued: issued)
  }
}
