import SemperCryptography
public import SemperModel
import SemperStatements

/// Whether a complaint convicts the peer of the party that complains: the secret is the peer's, the place holds data that
/// it owes, and the proof of misbehaviour holds. One pure function for the arbiter that decides and for whoever judges
/// later.
public enum ComplaintCheck {
  /// Refuses with `proofInvalid`. `commitment` must be the peer's in the complaint's record, already checked.
  public static func check(_ complaint: Complaint, against commitment: Commitment) throws(Refusal) {
    let terms = complaint.record.terms
    let accused = complaint.role.peer
    guard terms.header.party(accused).isOpened(by: complaint.secret, as: accused) else {
      throw Refusal(.proofInvalid, blame: .peer, "the secret does not open the \(accused.rawValue)'s commitment")
    }
    guard let content = complaint.record.described(complaint.path, of: accused)?.content,
      let data = commitment.locked.first(where: { $0.path == complaint.path })?.ciphertext
    else {
      throw Refusal(.proofInvalid, blame: .peer, "the \(accused.rawValue) owes no such data at \(complaint.path)")
    }
    guard
      complaint.proof.holds(
        opening: complaint.secret.opening(for: complaint.path), exchange: terms.id, content: content, locked: data)
    else {
      throw Refusal(.proofInvalid, blame: .peer, "the proof of misbehaviour does not hold")
    }
  }
}
