import SemperCommunication
import SemperModel

/// Why a page of the desk is not to be had, or a form does nothing. Each has words, `desk.problem.….title` and `….text`.
enum DeskProblem: Error, Sendable {
  /// The request was meant for another host, which has its name point here.
  case misdirected
  case nothing
  /// The form comes from a page of somebody else.
  case foreign
  /// Nobody is in with this browser, or not any more.
  case closed
  case late
  case spent
  /// The form was not made here for this visit and this case.
  case forged
  /// The case has changed since the form was shown.
  case changed
  case unreadable
  /// By the arbiter.
  case refused(Refusal)

  var status: Int {
    switch self {
    case .misdirected: 421
    case .nothing: 404
    case .foreign, .closed, .late, .spent, .forged: 403
    case .changed: 409
    case .unreadable: 400
    case .refused(let refusal): refusal.code.status
    }
  }

  var name: String {
    switch self {
    case .misdirected, .nothing: "nothing"
    case .foreign, .forged: "forged"
    case .closed: "closed"
    case .late: "late"
    case .spent: "spent"
    case .changed: "changed"
    case .unreadable: "unreadable"
    case .refused(let refusal): refusal.code == .notFound ? "nothing" : "refused"
    }
  }
}
