import SemperExchange
import SemperModel

// What the network and the peers do in an exchange piece for piece.
extension ExchangeRun {
  /// The cases that can happen there. No arbiter is asked and no bank, so that neither can be missing, and no secret is left with
  /// an arbiter.
  static let casesOfPieces: Set<ExchangeCase> = [
    .originatorVanishes, .responderVanishes, .badGoodsOriginator, .badGoodsResponder, .crashOriginator, .crashResponder,
    .cutDownload, .lostMessages, .doubledMessages, .slowNetwork, .diskFull,
    .clockLeap, .clockLeapResponder, .clockBack, .clockBackResponder,
  ]

  func planOfPieces(_ plan: ExchangeStage.Plan) -> ExchangeStage.Plan {
    var plan = plan
    let (originator, responder) = (ExchangeSideName(.originator, in: cell), ExchangeSideName(.responder, in: cell))
    if plant == .lostFile { plan.rules[originator] = [.hold("request", "open-piece")] }
    switch fault {
    case .originatorVanishes: plan.rules[responder] = [.hold("request", "open-piece")]
    case .responderVanishes: plan.rules[originator] = [.hold("request", "open-piece")]
    case .badGoodsOriginator: plan.hostile[originator] = ["--cheat", "bad-goods"]
    case .badGoodsResponder: plan.hostile[responder] = ["--cheat", "bad-goods"]
    case .clockLeap, .clockLeapResponder, .clockBack, .clockBackResponder:
      plan.rules[originator] = [.hold("request", "open-piece")]
    case .crashOriginator:
      plan.rules[originator] = [.hold("request", "open-piece")]
      plan.patienceForRestarts()
    case .crashResponder:
      plan.rules[responder] = [.hold("request", "open-piece")]
      plan.patienceForRestarts()
    case .diskFull:
      plan.fullDisk = responder
      plan.rules[responder] = [.hold("request", "open-piece")]
      plan.patienceForRestarts()
    case .lostMessages:
      for side in ExchangeSideName.allCases {
        plan.rules[side] =
          ["commit-pieces", "open-piece", "end-pieces"].map { .lose("request", $0) } + [
            .loseFirstAnswer(to: "/statements")
          ]
      }
      plan.patienceForRestarts()
    case .cutDownload:
      for side in ExchangeSideName.allCases {
        plan.rules[side] = [.cut(answersTo: "/ciphertext", after: plan.size / 3 + 1)]
      }
      plan.patienceForRestarts()
    case .doubledMessages: for side in ExchangeSideName.allCases { plan.rules[side] = [.double] }
    case .slowNetwork:
      for side in ExchangeSideName.allCases {
        plan.rules[side] = [
          .delay(milliseconds: 700), .slow(answersTo: "/ciphertext", bytesPerSecond: max(20_000, plan.size / 4)),
        ]
      }
      plan.patienceForRestarts()
    case nil, .responderLeaves, .arbiterDown, .arbiterGone, .bankDown, .badEscrowOriginator, .badEscrowResponder,
      .lostDownload, .clockLeapArbiter, .clockLeapBank, .clockBackArbiter, .clockBackBank, .agentDelivers, .agentDown:
      break
    }
    return plan
  }
}
