import SemperTerms

extension DealRecord {
  /// What a side puts on the parcel in which it sends these items now; `nil` where no dispatch note goes with them.
  func consignment(of items: [String]) -> Consignment? {
    guard let course, items.contains(where: { terms.telling(of: $0)?.isDispatch ?? false }) else { return nil }
    let address = opening.side == .seller ? course.documents.addresses(terms).first : nil
    return Consignment(deal: opening.deal, turn: course.turn, address: address)
  }
}
