import SemperExchange

// What can go wrong in a transfer, where there is one letter from a sender to a recipient, and no arbiter.
extension ExchangeCase {
  /// Whether it can happen in a cell that is a transfer.
  func appliesToTransfer(_ cell: FigureCell) -> Bool {
    let isData = cell.proposer.contains { $0 == .data || $0 == .checkedData }
    switch self {
    case .bankDown: return cell.proposer.contains(.lock)
    case .badGoodsOriginator, .cutDownload: return isData
    case .originatorVanishes, .responderVanishes, .agentDelivers, .agentDown, .crashOriginator, .crashResponder,
      .lostMessages, .doubledMessages, .slowNetwork, .diskFull:
      return true
    case .arbiterDown, .arbiterGone, .badGoodsResponder, .badEscrowOriginator, .badEscrowResponder, .clockLeap,
      .lostDownload:
      return false
    }
  }

  /// What happens in a transfer, in a sentence; `nil` where that is the same as in an exchange.
  var transferStory: String? {
    switch self {
    case .originatorVanishes:
      "The sender is killed when its letter is on its way, and comes back when the recipient has ended."
    case .responderVanishes:
      "The recipient is killed when the letter is on its way, and comes back when the sender has ended."
    case .bankDown: "The bank is killed when it is to be paid through, and comes back."
    case .badGoodsOriginator: "The sender seals something else than it has described."
    case .crashOriginator: "The sender is killed with kill -9 when its letter is on its way, and started again."
    case .crashResponder: "The recipient is killed with kill -9 when the letter is on its way, and started again."
    case .lostMessages: "The first letter is lost, and then the first answer."
    case .diskFull: "The recipient's disk is full when the letter comes; there is room again later."
    case .agentDelivers, .agentDown, .cutDownload, .doubledMessages, .slowNetwork, .arbiterDown, .arbiterGone,
      .badGoodsResponder, .badEscrowOriginator, .badEscrowResponder, .clockLeap, .lostDownload:
      nil
    }
  }
}
