import SemperCryptography
public import SemperModel
import SemperStatements

/// Whether a complaint convicts the originator: the secret is the originator's, the place holds data that it owes, and
/// the proof of misbehaviour holds. One pure function for the arbiter that decides and for whoever judges later.
public enum ComplaintCheck {
  /// Refuses with `proofInvalid`. `first` must be the commitment of the complaint's record, already checked.
  public static func check(_ complaint: Complaint, against first: Commitment) throws(Refusal) {
    let terms = complaint.record.terms
    guard terms.header.originator.isOpened(by: complaint.secret, as: .originator) else {
      throw Refusal(.proofInvalid, blame: .peer, "the secret does not open the originator's commitment")
    }
    guard let item = complaint.record.items.first(where: { $0.path == complaint.path }),
      case .data(let content) = item.description,
      let locked = first.locked.first(where: { $0.path == complaint.path }),
      case .data(let data) = locked.form
    else {
      throw Refusal(.proofInvalid, blame: .peer, "the originator owes no data at \(complaint.path)")
    }
    guard
      complaint.proof.holds(
        opening: complaint.secret.opening(for: complaint.path), exchange: terms.id, content: content, locked: data)
    else {
      throw Refusal(.proofInvalid, blame: .peer, "the proof of misbehaviour does not hold")
    }
  }
}
