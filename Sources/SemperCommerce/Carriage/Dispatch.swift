import SemperCoding
import SemperCryptography
import SemperModel
import SemperTerms

/// What a seller has sent in one step of a deal, as the dispatch note says that it gave with the goods.
struct Dispatch: Sendable {
  /// What was given, as the facts of a dispute name it.
  let items: [String]
  /// The carrier's organisation, as the note names it.
  let carrier: String
  let parcel: String
  let consignment: Digest
  /// Where the goods were to go; none where the terms name no address for delivery.
  let destinations: Set<Digest>
  /// When the step began in which they were sent. That is by an act before the note, so who writes the note cannot move it.
  let begun: Timestamp

  /// `nil` for a deed without a note.
  init?(
    _ deed: Deed, items: [String], _ terms: TermsOfBusiness, _ documents: DealDocuments, begun: Timestamp
  ) {
    let notes = deed.items.compactMap { item -> (String, String)? in
      guard case .dispatch(let carrier, let parcel)? = terms.telling(of: item),
        case .text(let named)? = documents[FieldPath(item, carrier)],
        case .text(let number)? = documents[FieldPath(item, parcel)]
      else { return nil }
      return (named, number)
    }
    guard let (carrier, parcel) = notes.first, !items.isEmpty else { return nil }
    self.items = items
    self.carrier = carrier
    self.parcel = parcel
    self.begun = begun
    let consignments = documents.addresses(terms).map {
      Consignment(deal: deed.act.deal, turn: deed.act.turn, address: $0)
    }
    consignment = Consignment(deal: deed.act.deal, turn: deed.act.turn, address: nil).number
    destinations = Set(consignments.compactMap(\.destination))
  }

  /// Refuses (`outsideTerms`) a statement about another parcel, to another address, or of a time before the goods could be sent.
  func check(_ carriage: Carriage) throws(Refusal) {
    guard carriage.consignment == consignment, carriage.parcel.text.isSameText(as: parcel) else {
      throw Refusal(
        .outsideTerms, blame: .peer, "it is about another parcel than “\(parcel)”, which the dispatch note names")
    }
    guard destinations.isEmpty || carriage.destination.map(destinations.contains) ?? false else {
      throw Refusal(.outsideTerms, blame: .peer, "the parcel was addressed to somewhere else than this deal says")
    }
    guard carriage.at >= begun else {
      throw Refusal(
        .outsideTerms, blame: .peer,
        "it tells of \(carriage.at), before the step began at \(begun) in which it was sent")
    }
  }
}

extension DealDocuments {
  /// Where goods are to be brought, as far as somebody has said.
  func addresses(_ terms: TermsOfBusiness) -> [[String]] {
    terms.deliveryAddresses.compactMap { path in
      guard case .address(let lines)? = self[path] else { return nil }
      return lines
    }
  }
}
