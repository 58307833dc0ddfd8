import SemperCoding
import SemperCryptography
import SemperModel

/// A carrier's statement that was heard and is about goods of the deal. Whether its signer is the carrier that the dispatch note names,
/// certificates say.
struct HeardCarriage: Sendable {
  let signed: SignedStatement
  let content: Carriage
  let dispatch: Dispatch

  /// What it shows, of each thing that was in the parcel.
  var facts: [DisputeFact] {
    dispatch.items.map { item in
      switch content.event {
      case .accepted: .handedOver(item: item, to: .carrier, intact: true, at: content.at, says: .carrier)
      case .delivered: .handedOver(item: item, to: .buyer, intact: true, at: content.at, says: .carrier)
      case .damaged: .handedOver(item: item, to: .buyer, intact: false, at: content.at, says: .carrier)
      case .refused: .refused(item: item, at: content.at)
      case .returned: .returned(item: item, at: content.at)
      }
    }
  }

  /// Refuses (`wrongSigner`) another carrier than the note names.
  func check(_ identity: CertifiedIdentity) throws(Refusal) {
    guard identity.key == content.carrier, identity.subject.organisation.isSameText(as: dispatch.carrier) else {
      throw Refusal(
        .wrongSigner, blame: .peer,
        "it is by “\(identity.subject.organisation)”, and the dispatch note names “\(dispatch.carrier)”")
    }
  }
}
