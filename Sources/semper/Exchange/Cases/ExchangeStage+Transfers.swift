import SemperExchange
import SemperModel

// How the stage of a transfer is set for each case.
extension ExchangeStage {
  /// How long a transfer is tried where one side is away until the other has ended.
  private static let shortLife = Span(seconds: 8)
  private static let letter = FaultyNetwork.Rule.hold("request", "transfer")

  static func prepareTransfer(
    _ plan: inout Plan, _ fault: ExchangeCase?, from sender: ExchangeSideName, to recipient: ExchangeSideName
  ) {
    switch fault {
    case .originatorVanishes, .responderVanishes:
      plan.rules[recipient] = [letter]
      plan.closes = shortLife
    case .agentDelivers:
      plan.rules[recipient] = [letter]
      plan.agentRules = [.hold("response", "transfer-submission")]
    case .agentDown: plan.rules[recipient] = [letter]
    case .crashOriginator, .crashResponder:
      plan.rules[recipient] = [letter]
      plan.patienceForRestarts()
    case .diskFull:
      plan.fullDisk = recipient
      plan.rules[recipient] = [letter]
      plan.patienceForRestarts()
    case .bankDown: plan.bankRules = [.hold("request", "mint-deposit")]
    case .badGoodsOriginator: plan.hostile[sender] = ["--cheat", "bad-goods"]
    case .cutDownload: plan.rules[sender] = [.cut(answersTo: "/ciphertext", after: plan.size / 3 + 1)]
    case .lostMessages:
      plan.rules[recipient] = [
        .lose("request", "transfer"), .loseFirstAnswer(to: "/letters"), .loseFirstAnswer(to: "/offers"),
      ]
      plan.patienceForRestarts()
    case .doubledMessages:
      for side in ExchangeSideName.allCases { plan.rules[side] = [.double] }
    case .slowNetwork:
      for side in ExchangeSideName.allCases {
        plan.rules[side] = [
          .delay(milliseconds: 700), .slow(answersTo: "/ciphertext", bytesPerSecond: max(20_000, plan.size / 4)),
        ]
      }
      plan.patienceForRestarts()
    case nil, .responderLeaves, .arbiterDown, .arbiterGone, .badGoodsResponder, .badEscrowOriginator,
      .badEscrowResponder, .lostDownload, .clockLeap, .clockLeapResponder, .clockLeapArbiter, .clockLeapBank,
      .clockBack,
      .clockBackResponder, .clockBackArbiter, .clockBackBank:
      break
    }
  }
}
