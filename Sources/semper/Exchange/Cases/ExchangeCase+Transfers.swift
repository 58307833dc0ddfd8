import SemperExchange

// What can go wrong in a transfer, where there is one letter from a sender to a recipient, and no arbiter.
extension ExchangeCase {
  /// Whether it can happen in a cell that is a transfer.
  func appliesToTransfer(_ cell: CellSetup) -> Bool {
    let given = cell.items(of: .originator)
    let isData = given.contains { $0 == .data || $0 == .smallData }
    switch self {
    case .bankDown: return given.contains(.coins)
    case .badGoodsOriginator, .cutDownload: return isData
    case .originatorVanishes, .responderVanishes, .agentDelivers, .agentDown, .crashOriginator, .crashResponder,
      .lostMessages, .doubledMessages, .slowNetwork, .diskFull:
      return true
    case .responderLeaves, .arbiterDown, .arbiterGone, .badGoodsResponder, .badEscrowOriginator, .badEscrowResponder,
      .lostDownload, .clockLeap, .clockLeapResponder, .clockLeapArbiter, .clockLeapBank, .clockBack,
      .clockBackResponder,
      .clockBackArbiter, .clockBackBank:
      return false
    }
  }
}
