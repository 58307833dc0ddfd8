import ArgumentParser
import SemperExchange

/// What can go wrong in an exchange. Each is brought from outside: by a signal, by the network, by the machine, or by a peer
/// that is another program. No honest program knows any of these names.
enum ExchangeCase: String, CaseIterable, ExpressibleByArgument, Sendable {
  case originatorVanishes = "originator-vanishes"
  case responderVanishes = "responder-vanishes"
  case arbiterDown = "arbiter-down"
  case arbiterGone = "arbiter-gone"
  case bankDown = "bank-down"
  case badGoodsOriginator = "bad-goods-originator"
  case badGoodsResponder = "bad-goods-responder"
  case badEscrowOriginator = "bad-escrow-originator"
  case badEscrowResponder = "bad-escrow-responder"
  case crashOriginator = "crash-originator"
  case crashResponder = "crash-responder"
  case cutDownload = "cut-download"
  case lostMessages = "lost-messages"
  case doubledMessages = "doubled-messages"
  case slowNetwork = "slow-network"
  case diskFull = "disk-full"
  case clockLeap = "clock-leap"
  case lostDownload = "lost-download"
  case agentDelivers = "agent-delivers"
  case agentDown = "agent-down"

  /// What happens in a cell, in a sentence.
  func story(in cell: FigureCell?) -> String {
    guard let cell, cell.isTransfer else { return story }
    return transferStory ?? story
  }

  /// What happens, in a sentence.
  var story: String {
    switch self {
    case .originatorVanishes:
      "The originator is killed when both have committed, and comes back when the other has ended."
    case .responderVanishes: "The responder is killed when it has committed, and comes back when the other has ended."
    case .arbiterDown:
      "The originator is killed when both have committed, while the arbiter is down; both come back later."
    case .arbiterGone:
      "The arbiter is killed for good and the originator for a while, when both have committed; the parties settle."
    case .bankDown: "The bank is killed when money is to be locked, and comes back."
    case .badGoodsOriginator: "The originator seals something else than it has described."
    case .badGoodsResponder: "The responder seals something else than it has described."
    case .badEscrowOriginator: "The originator gives the arbiter garbage in place of its secret, and vanishes."
    case .badEscrowResponder: "The responder gives the arbiter garbage in place of its secret, and vanishes."
    case .crashOriginator: "The originator is killed with kill -9 in the middle of the exchange and started again."
    case .crashResponder: "The responder is killed with kill -9 in the middle of the exchange and started again."
    case .cutDownload: "The line is cut in the middle of each download."
    case .lostMessages: "The first message of each kind is lost, and then the first answer."
    case .doubledMessages: "Every message arrives twice."
    case .slowNetwork: "Every message is late, and data comes slowly."
    case .diskFull: "The responder's disk is full in the middle of the exchange; there is room again later."
    case .clockLeap: "The originator's clock leaps half an hour ahead when it has committed."
    case .lostDownload: "The responder's disk loses what it has downloaded before that can be opened."
    case .agentDelivers:
      "The recipient is killed when the letter comes, the sender once the agent has it; the recipient comes back first."
    case .agentDown: "The recipient is killed when the letter comes, and the delivery agent is down; both come back."
    }
  }

  /// Whether it can happen in this cell.
  func applies(to cell: FigureCell) -> Bool {
    let (originator, responder) =
      cell.plan.proposerIsOriginator ? (cell.proposer, cell.invited) : (cell.invited, cell.proposer)
    func isData(_ itemClass: ItemClass) -> Bool { itemClass == .data || itemClass == .checkedData }
    if cell.plan.level == .incremental { return ExchangeRun.casesOfPieces.contains(self) }
    if cell.isTransfer { return appliesToTransfer(cell) }
    switch self {
    case .bankDown: return (originator + responder).contains(.lock)
    case .badGoodsOriginator: return originator.contains(where: isData)
    case .badGoodsResponder: return responder.contains(where: isData)
    case .lostDownload: return originator.contains { isData($0) || $0 == .mail }
    case .cutDownload: return (originator + responder).contains { isData($0) || $0 == .mail }
    case .originatorVanishes, .responderVanishes, .arbiterDown, .arbiterGone, .badEscrowOriginator, .badEscrowResponder,
      .crashOriginator, .crashResponder, .lostMessages, .doubledMessages, .slowNetwork, .diskFull, .clockLeap:
      return true
    case .agentDelivers, .agentDown: return false
    }
  }
}
