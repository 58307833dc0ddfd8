public import SemperCryptography
import SemperExchange
public import SemperModel
public import SemperStatements
import SemperTerms

// Who is who in a deal of many steps, and what is exchanged in the present one.
extension DealRecord {
  /// The key of a side; the seller learns the buyer's with the order.
  func thumbprint(of side: DealSide) -> Thumbprint? {
    if side == opening.side { return opening.key.thumbprint }
    return side == .seller ? offer.seller.thumbprint : orderContent?.buyer.key.thumbprint
  }

  /// The buyer's name in this deal, once it is known.
  public var buyer: Thumbprint? { thumbprint(of: .buyer) }

  func side(of party: Thumbprint) -> DealSide? { DealSide.allCases.first { thumbprint(of: $0) == party } }

  /// What is sealed for an exchange of this deal, or for data that is given without one: the content, and what opens it. `nil` for what is
  /// not under way, or not this side's to give.
  public func sealed(for exchange: Digest) -> (content: ContentDescription, opening: ItemOpening)? {
    if let side = self.exchange, side.terms.id == exchange {
      guard let item = side.items(of: side.role).first(where: { $0.description.itemClass == .data }) else { return nil }
      return (content, side.secret.opening(for: item.path))
    }
    guard var course, let draft = outbox.last(where: { $0.kind == .deed }) else { return nil }
    let deed = draft.journalled(as: Deed.self)
    guard
      let given = deed.data.first(where: {
        HandedData.place(deal: opening.deal, turn: deed.act.turn, item: $0.item) == exchange
      }), case .data(let path) = terms.form(of: given.item)
    else { return nil }
    do throws(Refusal) {
      try course.take(deed.documents, for: deed.items, terms)
      try course.describe(deed.contents, for: deed.items, terms)
      return (try course.content(at: path), given.opening)
    } catch { return nil }
  }

  /// The content that is exchanged: of a purchase that of the offer, else what the documents of this step describe.
  public var content: ContentDescription {
    guard let course, let step = terms.state(course.position).flatMap(ExchangeStep.init) else { return offer.content }
    for item in step.gifts.flatMap(\.items) {
      guard case .data(let path) = terms.form(of: item), case .content(let digest)? = course.documents[path] else {
        continue
      }
      return course.contents[digest] ?? offer.content
    }
    return offer.content
  }
}
