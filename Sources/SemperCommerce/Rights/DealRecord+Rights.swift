import SemperCryptography
import SemperExchange
public import SemperModel
import SemperStatements
public import SemperTerms

extension DealRecord {
  /// The rights that a side has given and for which the other has signed, with the times of the deeds.
  public func rights(from giver: DealSide) -> [(right: HandedCredential, given: Timestamp)] {
    evidence.filter { $0.kind == .deed && $0.isComplete }.map { $0.journalled(as: Deed.self) }
      .filter { $0.giver == thumbprint(of: giver) }
      .flatMap { deed in deed.credentials.map { ($0, deed.act.issued) } }
  }

  /// Whether all that was paid in a deal of many steps has gone back: what was bought with it counts no more.
  public var isRepaid: Bool {
    guard let course, !course.payments.isEmpty else { return false }
    return course.unreturned.values.allSatisfy { $0.minorUnits == 0 }
  }

  /// The key of a side; the seller learns the buyer's with the order.
  func key(of side: DealSide) -> PublicKey? {
    if side == opening.side { return opening.key }
    return side == .seller ? offer.seller : orderContent?.buyer.key
  }
}
