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
  /// The responder's disk loses a file that it has opened, before it looks once more at what has come.
  case lostFile = "lost-file"

  /// Whether it can happen in this cell. A file is lost where the responder gets data before it opens its own.
  func applies(to cell: CellSetup) -> Bool {
    switch self {
    case .robbedOriginator, .robbedResponder: true
    case .lostHome: !cell.isByPieces && !cell.isTransfer
    case .lostFile:
      cell.isByPieces || !cell.isTransfer && cell.plan.mode == .direct && cell.items(of: .originator).contains(.data)
    }
  }

  /// Whose disk is robbed at the end.
  var robbed: ExchangeRole? {
    switch self {
    case .robbedOriginator: .originator
    case .robbedResponder: .responder
    case .lostHome, .lostFile: nil
    }
  }
}
