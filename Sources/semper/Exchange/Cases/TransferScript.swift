import SemperEngine
import SemperExchange
import SemperModel

/// Plays one case in a transfer: brings the fault at its moment, and lets whoever was away come back.
struct TransferScript {
  let stage: ExchangeStage
  let sender: ExchangeSideName
  let recipient: ExchangeSideName
  let tell: @Sendable (Saying) -> Void

  init(stage: ExchangeStage, cell: CellSetup, tell: @escaping @Sendable (Saying) -> Void) {
    self.stage = stage
    (sender, recipient) = (ExchangeSideName(.originator, in: cell), ExchangeSideName(.responder, in: cell))
    self.tell = tell
  }

  func play(_ fault: ExchangeCase?) async throws {
    switch fault {
    case .originatorVanishes: try await senderVanishes()
    case .responderVanishes: try await recipientVanishes()
    case .agentDelivers: try await agentDelivers()
    case .agentDown: try await agentDown()
    case .crashOriginator: try await crash(sender)
    case .crashResponder: try await crash(recipient)
    case nil, .responderLeaves, .arbiterDown, .arbiterGone, .bankDown, .badGoodsOriginator, .badGoodsResponder,
      .badEscrowOriginator,
      .badEscrowResponder, .cutDownload, .lostMessages, .doubledMessages, .slowNetwork, .diskFull, .clockLeap,
      .clockLeapResponder, .clockLeapArbiter, .clockLeapBank, .clockBack, .clockBackResponder, .clockBackArbiter,
      .clockBackBank, .lostDownload:
      break
    }
  }

  private func senderVanishes() async throws {
    let network = try await stage.network(recipient)
    try await network.matched()
    tell(Saying(.scriptLetter, .sender))
    await (try await stage.party(sender)).killHard()
    await network.letPass()
    _ = await (try await stage.party(recipient)).ended()
    tell(Saying(.scriptEnded, .recipient))
    try await stage.restart(sender)
  }

  private func recipientVanishes() async throws {
    try await killRecipient()
    _ = await (try await stage.party(sender)).ended()
    tell(Saying(.scriptEnded, .sender))
    try await stage.restart(recipient)
  }

  private func agentDelivers() async throws {
    try await killRecipient()
    let agent = try await stage.network(ExchangeStage.agent)
    try await agent.matched()
    tell(Saying(.scriptAgentHas))
    await (try await stage.party(sender)).killHard()
    await agent.drop()
    tell(Saying(.scriptBack, .recipient))
    try await stage.restart(recipient)
    // Data lies with the sender, so the letter alone may not be enough.
    _ = await (try await stage.party(recipient)).ended(within: .seconds(5))
    tell(Saying(.scriptLetterThere))
    try await stage.restart(sender)
  }

  private func agentDown() async throws {
    await stage.kill(ExchangeStage.agent)
    try await killRecipient()
    tell(Saying(.scriptAgentDown))
    // Long enough for the sender to have asked in vain.
    try await SystemTime().wait(until: SystemTime().now().advanced(by: Span(seconds: 6)))
    tell(Saying(.scriptAgentBack))
    try await stage.bringBack(ExchangeStage.agent)
    try await stage.restart(recipient)
  }

  private func crash(_ side: ExchangeSideName) async throws {
    let network = try await stage.network(recipient)
    try await network.matched()
    tell(Saying(.scriptLetter, side == sender ? .sender : .recipient))
    await (try await stage.party(side)).killHard()
    await network.drop()
    tell(Saying(.scriptAgain))
    try await stage.restart(side)
  }

  private func killRecipient() async throws {
    let network = try await stage.network(recipient)
    try await network.matched()
    tell(Saying(.scriptLetter, .recipient))
    await (try await stage.party(recipient)).killHard()
    await network.drop()
  }
}
