import SemperModel

/// Judges the evidence of an exchange piece for piece: a pure function of the bundle, which needs no trust in anybody, because
/// all that counts is signed by the two keys that the terms name.
///
/// Everything is verified again: that the descriptions are those of the terms, that the terms are those of pieces, that each
/// commitment seals what it must, that openings and last words belong to these commitments, and that a proof of a bad piece
/// holds. A bundle of one side cannot show that the other has its last piece; only the other's next message can.
public enum PieceJudge {
  public static func judge(_ bundle: PieceBundle) -> PieceReport {
    var hearing = PieceHearing(bundle)
    hearing.hear()
    return hearing.report
  }
}
