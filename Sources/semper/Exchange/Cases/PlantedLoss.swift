import ArgumentParser
import SemperExchange

/// A run in which one side really loses, so that the judge can be seen to notice. No protocol can prevent these: somebody
/// destroys what a party holds.
enum PlantedLoss: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// What the originator has got is deleted from its disk, its evidence too.
  case robbedOriginator = "robbed-originator"
  case robbedResponder = "robbed-responder"
  /// The home of the originator is destroyed before it has claimed its money.
  case lostHome = "lost-home"

  /// Whose disk is robbed at the end.
  var robbed: ExchangeRole? {
    switch self {
    case .robbedOriginator: .originator
    case .robbedResponder: .responder
    case .lostHome: nil
    }
  }
}
