import SemperEngine
import SemperExchange
import SemperModel

/// Plays one case in a transfer: brings the fault at its moment, and lets whoever was away come back.
struct TransferScript {
  let stage: ExchangeStage
  let sender: ExchangeSideName
  let recipient: ExchangeSideName
  let tell: @Sendable (String) -> Void

  init(stage: ExchangeStage, cell: FigureCell, tell: @escaping @Sendable (String) -> Void) {
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
    case nil, .arbiterDown, .arbiterGone, .bankDown, .badGoodsOriginator, .badGoodsResponder, .badEscrowOriginator,
      .badEscrowResponder, .cutDownload, .lostMessages, .doubledMessages, .slowNetwork, .diskFull, .clockLeap,
      .lostDownload:
      break
    }
  }

  private func senderVanishes() async throws {
    let network = try await stage.network(recipient)
    try await network.matched()
    tell("The letter is on its way: killing the sender (kill -9).")
    await (try await stage.party(sender)).killHard()
    await network.letPass()
    _ = await (try await stage.party(recipient)).ended()
    tell("The transfer has ended for the recipient. The sender comes back.")
    try await stage.restart(sender)
  }

  private func recipientVanishes() async throws {
    try await killRecipient()
    _ = await (try await stage.party(sender)).ended()
    tell("The transfer has ended for the sender. The recipient comes back.")
    try await stage.restart(recipient)
  }

  private func agentDelivers() async throws {
    try await killRecipient()
    let agent = try await stage.network(ExchangeStage.agent)
    try await agent.matched()
    tell("The agent has taken the letter: killing the sender (kill -9).")
    await (try await stage.party(sender)).killHard()
    await agent.drop()
    tell("The recipient comes back.")
    try await stage.restart(recipient)
    // Data lies with the sender, so the letter alone may not be enough.
    _ = await (try await stage.party(recipient)).ended(within: .seconds(5))
    tell("The recipient has the letter. The sender comes back.")
    try await stage.restart(sender)
  }

  private func agentDown() async throws {
    await stage.kill(ExchangeStage.agent)
    try await killRecipient()
    tell("The agent is down too.")
    // Long enough for the sender to have asked in vain.
    try await SystemTime().wait(until: SystemTime().now().advanced(by: Span(seconds: 6)))
    tell("The agent comes back, and then the recipient.")
    try await stage.bringBack(ExchangeStage.agent)
    try await stage.restart(recipient)
  }

  private func crash(_ side: ExchangeSideName) async throws {
    let network = try await stage.network(recipient)
    try await network.matched()
    tell("The letter is on its way: killing the \(side == sender ? "sender" : "recipient") (kill -9).")
    await (try await stage.party(side)).killHard()
    await network.drop()
    tell("It starts again.")
    try await stage.restart(side)
  }

  private func killRecipient() async throws {
    let network = try await stage.network(recipient)
    try await network.matched()
    tell("The letter is on its way: killing the recipient (kill -9).")
    await (try await stage.party(recipient)).killHard()
    await network.drop()
  }
}
