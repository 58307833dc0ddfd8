import ArgumentParser

/// What can go wrong while one package goes to several recipients. Each is brought from outside, to the last recipient or to
/// the sender; the others must not notice.
enum RecipientCase: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// It is never there.
  case missing = "recipient-missing"
  /// It expects less than is offered, and refuses the offer.
  case refuses = "recipient-refuses"
  /// It dies when its letter comes, and is not back before the transfer has closed.
  case silent = "recipient-silent"
  /// It dies when its letter comes, and is started again at once.
  case killed = "recipient-killed"
  /// The sender dies when a letter is on its way, and is started again.
  case senderKilled = "sender-killed"

  /// Whether a letter to the last recipient is held until somebody is dead.
  var holdsLetter: Bool {
    switch self {
    case .missing, .refuses: false
    case .silent, .killed, .senderKilled: true
    }
  }
}
