import Foundation
import SemperEngine
import SemperExchange
import SemperModel
import SemperServers

/// Plays one case: brings the fault at its moment, and lets everybody recover.
struct ExchangeScript {
  /// How long everything may take.
  static let patience = Duration.seconds(150)

  let stage: ExchangeStage
  let cell: CellSetup
  let tell: @Sendable (Saying) -> Void

  private var originator: ExchangeSideName { ExchangeSideName(.originator, in: cell) }
  private var responder: ExchangeSideName { ExchangeSideName(.responder, in: cell) }

  func play(_ fault: ExchangeCase?) async throws {
    if cell.isTransfer { try await TransferScript(stage: stage, cell: cell, tell: tell).play(fault) }
    switch fault {
    case .bankDown: try await bankDown()
    case .diskFull: try await diskFull()
    case _ where cell.isTransfer: break
    case .originatorVanishes, .badEscrowOriginator: try await originatorVanishes(arbiterIsDown: false)
    case .responderLeaves: try await originatorVanishes(arbiterIsDown: false, forGood: responder)
    case .arbiterDown: try await originatorVanishes(arbiterIsDown: true)
    case .arbiterGone: return try await arbiterGone()
    case .responderVanishes: try await responderVanishes()
    case .badEscrowResponder: try await responderVanishesAfterOpening()
    case .crashOriginator: try await crash(originator, at: originator)
    case .crashResponder: try await crash(responder, at: responder)
    case .clockLeap, .clockLeapResponder, .clockLeapArbiter, .clockLeapBank, .clockBack, .clockBackResponder,
      .clockBackArbiter, .clockBackBank:
      try await clockLeaps()
    case nil, .badGoodsOriginator, .badGoodsResponder, .cutDownload, .lostMessages, .doubledMessages, .slowNetwork,
      .lostDownload, .agentDelivers, .agentDown:
      break
    }
    try await finish()
  }

  func play(_ plant: PlantedLoss) async throws {
    if plant == .lostFile { return try await fileLost() }
    guard plant == .lostHome else { return try await finish() }
    let network = try await stage.network(originator)
    try await network.matched()
    await (try await stage.party(originator)).killHard()
    try FileManager.default.removeItem(atPath: stage.home(originator))
    await network.drop()
    await network.cut()
    _ = await (try await stage.party(responder)).ended()
  }

  /// Waits until the exchange has ended for both. A process that has died is started again, and one that does not come to its end is
  /// stopped, each time after so long.
  func finish() async throws {
    let stage = stage
    let watch = Task {
      // Real time, since it is other processes that are watched: only time tells that one does not come to its end.
      while true {
        try await Task.sleep(for: Self.patience)
        await stage.dismiss()
      }
    }
    defer { watch.cancel() }
    for side in [ExchangeSideName.proposer, .invited] {
      var end = await (try await stage.party(side)).ended()
      if end == nil {
        await stage.raised(side)
        end = await (try await stage.party(side)).ended()
      }
      for _ in 0..<3 where end == nil {
        tell(Saying(.scriptRestart, RoleText.Subject(side.role(in: cell), in: cell)))
        try await stage.restart(side)
        end = await (try await stage.party(side)).ended()
      }
      if end?.outcome == "not-agreed" {
        tell(Saying(.scriptRefused, ["why": end?.refusal?.detail ?? ""]))
        return
      }
    }
  }

  /// - Parameter forGood: who is away, never to come back, when the originator is there again.
  private func originatorVanishes(arbiterIsDown: Bool, forGood: ExchangeSideName? = nil) async throws {
    let network = try await stage.network(originator)
    try await network.matched()
    tell(Saying(.scriptCommitted, .originator))
    await (try await stage.party(originator)).killHard()
    if arbiterIsDown {
      tell(Saying(.faultArbiterDown))
      await stage.kill("arbiter")
    }
    // It had arrived when the process died, but nothing of it is durable there; so it is sent again, and nobody answers.
    await network.drop()
    if arbiterIsDown {
      // Long enough for the responder to have asked in vain.
      try await SystemTime().wait(until: SystemTime().now().advanced(by: Span(seconds: 6)))
      tell(Saying(.faultArbiterBack))
      try await stage.bringBack("arbiter")
    }
    _ = await (try await stage.party(responder)).ended()
    tell(Saying(.scriptEnded, .responder))
    if let forGood { await (try await stage.party(forGood)).killHard() }
    try await stage.restart(originator)
  }

  /// Both have committed, and neither can open any more; nobody decides.
  private func arbiterGone() async throws {
    let network = try await stage.network(originator)
    try await network.matched()
    tell(Saying(.scriptCommittedBoth))
    await (try await stage.party(originator)).killHard()
    await stage.kill("arbiter")
    await network.drop()
    // The originator has lost its patience by then, and wants to leave.
    try await SystemTime().wait(until: SystemTime().now().advanced(by: ExchangeStage.patience))
    tell(Saying(.scriptBack, .originator))
    try await stage.restart(originator)
    try await finish()
  }

  private func responderVanishes() async throws {
    let network = try await stage.network(originator)
    try await network.matched()
    tell(Saying(.scriptCommitted, .responder))
    await (try await stage.party(responder)).killHard()
    await network.letPass()
    _ = await (try await stage.party(originator)).ended()
    tell(Saying(.scriptEnded, .originator))
    try await stage.restart(responder)
  }

  /// Where the originator opens to the arbiter only, the arbiter looks at both escrows anyway.
  private func responderVanishesAfterOpening() async throws {
    guard cell.plan.mode == .direct else { return }
    let network = try await stage.network(responder)
    try await network.matched()
    tell(Saying(.scriptOpened))
    await (try await stage.party(responder)).killHard()
    await network.drop()
    _ = await (try await stage.party(originator)).ended()
    tell(Saying(.scriptEnded, .originator))
    try await stage.restart(responder)
  }

  private func fileLost() async throws {
    let network = try await stage.network(originator)
    try await network.matched()
    tell(Saying(.scriptFilelost))
    let received = "\(stage.home(responder))/received/\(originator.rawValue)"
    let files = try FileManager.default.subpathsOfDirectory(atPath: received).map { "\(received)/\($0)" }
    var isFolder: ObjCBool = false
    for file in files where FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
    {
      try FileManager.default.removeItem(atPath: file)
    }
    await network.letPass()
    try await finish()
  }

  func crash(_ side: ExchangeSideName, at place: ExchangeSideName) async throws {
    let network = try await stage.network(place)
    try await network.matched()
    tell(Saying(.scriptMessage, RoleText.Subject(side.role(in: cell), in: cell)))
    await (try await stage.party(side)).killHard()
    await network.drop()
    tell(Saying(.scriptAgain))
    try await stage.restart(side)
  }

  func diskFull() async throws {
    let network = try await stage.network(responder)
    try await network.matched()
    tell(Saying(.scriptDiskFull, RoleText.Subject(.responder, in: cell)))
    try await stage.fillDisk(of: responder)
    await network.letPass()
    let party = try await stage.party(responder)
    guard await party.ended(within: .seconds(5)) == nil else { return }
    await party.killHard()
    tell(Saying(.scriptDiskRoom, RoleText.Subject(.responder, in: cell)))
    try await stage.restart(responder)
  }

  /// When the originator has committed itself, in every cell that knows the case.
  func clockLeaps() async throws {
    let network = try await stage.network(originator)
    try await network.matched()
    tell(Saying(.scriptClock))
    try stage.leap?.happen()
    await network.letPass()
  }

  private func bankDown() async throws {
    guard let bank = await stage.banks.first, let network = await stage.networks[bank] else {
      throw DemoError(.demoErrorNetwork, ["part": "bank"])
    }
    try await network.matched()
    tell(Saying(.scriptBankKilled))
    await stage.kill(bank)
    await network.drop()
    tell(Saying(.faultBankBack))
    try await stage.bringBack(bank)
  }
}
