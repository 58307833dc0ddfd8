import SemperCryptography
import SemperExchange
import SemperModel
public import SemperStatements
import SemperTerms

// Who is who in a deal of many steps, and what is exchanged in the present one.
extension DealRecord {
  /// The key of a side; the seller learns the buyer's with the order.
  func thumbprint(of side: DealSide) -> Thumbprint? {
    if side == opening.side { return opening.key.thumbprint }
    return side == .seller ? offer.seller.thumbprint : orderContent?.buyer.key.thumbprint
  }

  func side(of party: Thumbprint) -> DealSide? { DealSide.allCases.first { thumbprint(of: $0) == party } }

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
