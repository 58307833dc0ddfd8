import SemperExchange

/// Plays one case of an exchange piece for piece: brings the fault at its moment, and lets everybody recover.
struct PieceScript {
  let script: ExchangeScript
  let stage: ExchangeStage
  let cell: CellSetup
  let tell: @Sendable (Saying) -> Void

  private func name(_ role: ExchangeRole) -> ExchangeSideName { ExchangeSideName(role, in: cell) }

  func play(_ fault: ExchangeCase?) async throws {
    switch fault {
    case .originatorVanishes: try await vanishes(.originator)
    case .responderVanishes: try await vanishes(.responder)
    case .crashOriginator: try await script.crash(name(.originator), at: name(.originator))
    case .crashResponder: try await script.crash(name(.responder), at: name(.responder))
    case .diskFull: try await script.diskFull()
    case .clockLeap, .clockLeapResponder, .clockBack, .clockBackResponder: try await script.clockLeaps()
    case nil, .badGoodsOriginator, .badGoodsResponder, .cutDownload, .lostMessages, .doubledMessages, .slowNetwork,
      .clockLeapArbiter, .clockLeapBank, .clockBackArbiter, .clockBackBank, .responderLeaves, .arbiterDown,
      .arbiterGone, .bankDown, .badEscrowOriginator, .badEscrowResponder,
      .lostDownload,
      .agentDelivers, .agentDown:
      break
    }
    try await script.finish()
  }

  /// It has given its first piece, or is about to; what it has sent last does not arrive.
  private func vanishes(_ role: ExchangeRole) async throws {
    let network = try await stage.network(name(role.peer))
    try await network.matched()
    tell(Saying(.scriptPiece, RoleText.Subject(role)))
    await (try await stage.party(name(role))).killHard()
    await network.drop()
    _ = await (try await stage.party(name(role.peer))).ended()
    tell(Saying(.scriptEnded, RoleText.Subject(role.peer)))
    try await stage.restart(name(role))
  }
}
