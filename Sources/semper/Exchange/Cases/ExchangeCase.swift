import ArgumentParser
import SemperExchange
import SemperTrustedUI

/// What can go wrong in an exchange. Each is brought from outside: by a signal, by the network, by the machine, or by a peer
/// that is another program. No honest program knows any of these names.
enum ExchangeCase: String, CaseIterable, ExpressibleByArgument, Sendable {
  case originatorVanishes = "originator-vanishes"
  case responderVanishes = "responder-vanishes"
  case responderLeaves = "responder-leaves"
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
  case clockLeapResponder = "clock-leap-responder"
  case clockLeapArbiter = "clock-leap-arbiter"
  case clockLeapBank = "clock-leap-bank"
  case clockBack = "clock-back"
  case clockBackResponder = "clock-back-responder"
  case clockBackArbiter = "clock-back-arbiter"
  case clockBackBank = "clock-back-bank"
  case lostDownload = "lost-download"
  case agentDelivers = "agent-delivers"
  case agentDown = "agent-down"

  /// What happens, in a sentence; in some cells another one than in most.
  func story(in cell: CellSetup?, _ texts: Texts) -> String {
    let usual = "case.\(rawValue)"
    let ofTransfer = usual + ".transfer"
    return texts.text(cell?.isTransfer == true && texts.words[ofTransfer] != nil ? ofTransfer : usual)
  }

  /// Whether it can happen in this cell.
  func applies(to cell: CellSetup) -> Bool {
    let (originator, responder) = (cell.items(of: .originator), cell.items(of: .responder))
    func isData(_ item: GivenItem) -> Bool { item == .data || item == .smallData }
    if cell.isByPieces { return ExchangeRun.casesOfPieces.contains(self) }
    if cell.isTransfer { return appliesToTransfer(cell) }
    switch self {
    case .bankDown, .clockLeapBank, .clockBackBank:
      return (originator + responder).contains(where: \.itemClass.standsAtLedger)
    case .badGoodsOriginator: return originator.contains(where: isData)
    case .badGoodsResponder, .responderLeaves: return responder.contains(where: isData)
    case .lostDownload: return originator.contains { isData($0) || $0 == .mail }
    case .cutDownload: return (originator + responder).contains { isData($0) || $0 == .mail }
    case .originatorVanishes, .responderVanishes, .arbiterDown, .arbiterGone, .badEscrowOriginator, .badEscrowResponder,
      .crashOriginator, .crashResponder, .lostMessages, .doubledMessages, .slowNetwork, .diskFull, .clockLeap,
      .clockLeapResponder, .clockLeapArbiter, .clockBack, .clockBackResponder, .clockBackArbiter:
      return true
    case .agentDelivers, .agentDown: return false
    }
  }
}
