/// What is said about one of the two in an exchange or a transfer, and in its evidence: a text for each role that it can be
/// said of, `name.role`.
enum RoleText: String, Sendable {
  case exchangeHolds = "exchange.holds"
  case reasonEvidenceDamaged = "reason.evidence.damaged"
  case reasonEvidenceBad = "reason.evidence.bad"
  case reasonLacks = "reason.lacks"
  case reasonPieceSigned = "reason.piece.signed"
  case reasonPieceBad = "reason.piece.bad"
  case reasonPieceStopped = "reason.piece.stopped"
  case scriptRestart = "script.restart"
  case scriptCommitted = "script.committed"
  case scriptEnded = "script.ended"
  case scriptBack = "script.back"
  case scriptMessage = "script.message"
  case scriptDiskFull = "script.disk.full"
  case scriptDiskRoom = "script.disk.room"
  case scriptLetter = "script.letter"
  case scriptPiece = "script.piece"
  case reportFor = "report.for"
  case reportGiven = "report.given"
  case reportConvicted = "report.convicted"
  case reportOwes = "report.owes"
  case reportStopped = "report.stopped"

  /// Of whom it is said.
  enum Subject: String, Sendable { case originator, responder, sender, recipient }
}
