import SemperCryptography
import SemperModel

// What carriers say. The deal does not go on by it, so it is heard when all acts are.
extension EvidenceHearing {
  mutating func hearCarriages() {
    guard bundle.statements.contains(where: { $0.kind == .carriage }) else { return }
    let dispatches = CourseReading(self)?.dispatches ?? []
    hear(.carriage) { hearing, signed throws(Refusal) in try hearing.carriage(signed, dispatches) }
  }

  /// It holds if a dispatch note of the deal tells of this parcel.
  private mutating func carriage(_ signed: SignedStatement, _ dispatches: [Dispatch]) throws(Refusal) -> Testimony {
    let carriage = try verified(signed, as: Carriage.self).content
    guard let dispatch = dispatches.first(where: { $0.consignment == carriage.consignment }) else {
      throw Refusal(
        .outsideTerms, blame: .peer, "no dispatch note of this deal tells of the consignment that it is about")
    }
    try dispatch.check(carriage)
    carriages.append(HeardCarriage(signed: signed, content: carriage, dispatch: dispatch))
    return Testimony(
      says:
        "says that “\(dispatch.parcel)” (\(dispatch.items.joined(separator: ", "))) was \(carriage.event.rawValue) at \(carriage.at)",
      time: carriage.issued)
  }
}
