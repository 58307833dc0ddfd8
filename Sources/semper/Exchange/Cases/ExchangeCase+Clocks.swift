// Whose clock leaps in a case.
extension ExchangeCase {
  /// Longer than any of these exchanges lasts.
  private static let ahead: Int64 = 1_800
  /// Ten windows. Who waits for a time ends so much later, which has to be seen.
  private static let back: Int64 = -60

  /// `nil` in a case that is about something else.
  var leap: ProcessLeap? {
    switch self {
    case .clockLeap: ProcessLeap(name: "originator", seconds: Self.ahead)
    case .clockLeapResponder: ProcessLeap(name: "responder", seconds: Self.ahead)
    case .clockLeapArbiter: ProcessLeap(name: "arbiter", seconds: Self.ahead)
    case .clockLeapBank: ProcessLeap(name: "bank", seconds: Self.ahead)
    case .clockBack: ProcessLeap(name: "originator", seconds: Self.back)
    case .clockBackResponder: ProcessLeap(name: "responder", seconds: Self.back)
    case .clockBackArbiter: ProcessLeap(name: "arbiter", seconds: Self.back)
    case .clockBackBank: ProcessLeap(name: "bank", seconds: Self.back)
    case .originatorVanishes, .responderVanishes, .responderLeaves, .arbiterDown, .arbiterGone, .bankDown,
      .badGoodsOriginator, .badGoodsResponder, .badEscrowOriginator, .badEscrowResponder, .crashOriginator,
      .crashResponder, .cutDownload, .lostMessages, .doubledMessages, .slowNetwork, .diskFull, .lostDownload,
      .agentDelivers, .agentDown:
      nil
    }
  }
}
