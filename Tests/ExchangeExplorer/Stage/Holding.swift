import SemperCredentials
import SemperModel
import SemperPayments

/// Something that stands outside the parties: money at a ledger, or a credential's status in a registry.
enum Holding: Hashable, Sendable {
  case lock(LockTerms)
  case status(StatusTerms)

  var path: String {
    switch self {
    case .lock(let terms): terms.path
    case .status(let terms): terms.path
    }
  }

  /// Money that comes back unless its owner failed.
  var isBond: Bool {
    switch self {
    case .lock(let terms): terms.rule == .bond
    case .status: false
    }
  }
}
