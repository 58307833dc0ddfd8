import Foundation
import SemperExchange
import SemperModel

/// One transfer or exchange between real processes, from the empty directory to the judge's word.
struct ExchangeRun {
  let directory: String
  let semper: String
  let cell: CellSetup
  let size: Int?
  let fault: ExchangeCase?
  let plant: PlantedLoss?
  /// Which side dies after so many of its acts, before it has noted the last one.
  let death: PartyDeath?
  /// Which process is killed at one of its durable writes.
  let fall: ProcessFall?
  /// Whose clock leaps, besides what the case brings.
  let leap: ProcessLeap?
  /// What the networks do besides.
  let weather: NetworkWeather
  let tell: @Sendable (Saying) -> Void

  /// Bytes of each piece of data: some chunks of what the arbiter does not see, and less where it must.
  static let usualSize = 200_000
  static let smallSize = 70_000

  /// How a program says that it was interrupted.
  static let interrupted: Int32 = 130

  /// Ctrl-C or a request to end stops all processes of the run in order, keeps their folder, and ends this one.
  func run() async throws -> ExchangeResult {
    let stage = ExchangeStage(plan)
    let stop = Interruption()
    let watch = Task {
      await stop.wait()
      guard !Task.isCancelled else { return }
      ChildRegister.close()
      await stage.close()
      ChildRegister.killRest()
      tell(Saying(.exchangeInterrupted, ["folder": directory]))
      exit(Self.interrupted)
    }
    defer { watch.cancel() }
    return try await play(on: stage)
  }

  private func play(on stage: ExchangeStage) async throws -> ExchangeResult {
    let start = ContinuousClock.now
    do {
      tell(Saying(.exchangeRoles))
      try await stage.open()
      tell(Saying(.exchangeParties))
      try await stage.begin()
      let script = ExchangeScript(stage: stage, cell: cell, tell: tell)
      if let plant {
        try await script.play(plant)
      } else if cell.isByPieces {
        try await PieceScript(script: script, stage: stage, cell: cell, tell: tell).play(fault)
      } else {
        try await script.play(fault)
      }
      if let robbed = plant?.robbed {
        for name in ["received", "evidence.json"] {
          try? FileManager.default.removeItem(
            atPath: stage.home(ExchangeSideName(robbed, in: cell)) + "/" + name)
        }
      }
      tell(Saying(.exchangeJudging))
      await stage.calm()
      let unexpected = try await unexpected(stage)
      let (judgement, evidence) = try await judged(stage)
      await stage.close()
      return ExchangeResult(
        cell: cell, outcome: judgement.outcome, fair: judgement.isFair, reasons: judgement.reasons,
        holds: judgement.holds, evidence: evidence, trust: stage.trustFile,
        fell: stage.fall?.hasHappened, unexpected: unexpected, milliseconds: Self.milliseconds(since: start))
    } catch {
      await stage.close()
      throw error
    }
  }

  private func unexpected(_ stage: ExchangeStage) async throws -> [ExchangeRole: Refusal] {
    var unexpected: [ExchangeRole: Refusal] = [:]
    for role in ExchangeRole.allCases {
      unexpected[role] = await (try await stage.party(ExchangeSideName(role, in: cell))).end?.unexpected
    }
    return unexpected
  }

  private func judged(
    _ stage: ExchangeStage
  ) async throws -> (judgement: ExchangeFairness.Judgement, evidence: [String]) {
    let trust = try TrustFile.read(stage.trustFile)
    if cell.isByPieces {
      await stage.dismiss()
      let (end, evidence) = EndOfPieces.gather(stage, cell: cell)
      return (PieceFairness(cell: cell).judge(end), evidence)
    }
    if cell.isTransfer {
      await stage.dismiss()
      let (end, evidence) = try await EndOfTransfer.gather(stage, cell: cell)
      return (TransferFairness(trust: trust).judge(end), evidence)
    }
    let (end, evidence) = try await EndOfExchange.gather(stage, cell: cell)
    return (ExchangeFairness(trust: trust).judge(end), evidence)
  }

  private static func milliseconds(since start: ContinuousClock.Instant) -> Int64 {
    let elapsed = (ContinuousClock.now - start).components
    return elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
  }

  private var plan: ExchangeStage.Plan {
    var plan = planOfCase
    weather.blow(into: &plan)
    return plan
  }

  private var planOfCase: ExchangeStage.Plan {
    let size = size ?? (cell.isSeenWhole ? Self.smallSize : Self.usualSize)
    let (originator, responder) = (ExchangeSideName(.originator, in: cell), ExchangeSideName(.responder, in: cell))
    var plan = ExchangeStage.Plan(directory: directory, semper: semper, cell: cell, size: size)
    plan.fall = fall
    plan.leap = fault?.leap ?? leap
    if let death { plan.hostile[ExchangeSideName(death.role, in: cell)] = ["--dies-at", String(death.act)] }
    if cell.isByPieces { return planOfPieces(plan) }
    if cell.isTransfer {
      ExchangeStage.prepareTransfer(&plan, fault, from: originator, to: responder)
      return plan
    }
    switch fault {
    case .originatorVanishes, .responderVanishes, .responderLeaves, .arbiterDown:
      plan.rules[originator] = [.hold("request", "commit-responder")]
    case .arbiterGone:
      plan.rules[originator] = [.hold("request", "commit-responder")]
      plan.settling = ExchangeStage.settling
    case .badEscrowOriginator:
      plan.hostile[originator] = ["--cheat", "bad-escrow"]
      plan.rules[originator] = [.hold("request", "commit-responder")]
    case .badEscrowResponder:
      plan.hostile[responder] = ["--cheat", "bad-escrow"]
      plan.rules[responder] = [.hold("request", "open-originator")]
    case .badGoodsOriginator: plan.hostile[originator] = ["--cheat", "bad-goods"]
    case .badGoodsResponder: plan.hostile[responder] = ["--cheat", "bad-goods"]
    case .lostDownload: plan.hostile[responder] = ["--cheat", "lossy-disk"]
    case .clockLeap, .clockLeapResponder, .clockLeapArbiter, .clockLeapBank, .clockBack, .clockBackResponder,
      .clockBackArbiter, .clockBackBank:
      plan.rules[originator] = [.hold("request", "commit-responder")]
    case .bankDown:
      plan.bankRules = [.hold("request", cell.lock == .account ? "account-lock" : "mint-lock")]
      plan.patienceForRestarts()
    case .crashOriginator:
      plan.rules[originator] = [.hold("request", "commit-responder")]
      plan.patienceForRestarts()
    case .crashResponder:
      plan.rules[responder] = [.hold("request", cell.plan.mode == .direct ? "open-originator" : "commit-originator")]
      plan.patienceForRestarts()
    case .cutDownload:
      for side in ExchangeSideName.allCases { plan.rules[side] = [.cut(answersTo: "/ciphertext", after: size / 3 + 1)] }
      plan.patienceForRestarts()
    case .lostMessages:
      let kinds = ["commit-originator", "commit-responder", "open-originator", "open-responder"]
      for side in ExchangeSideName.allCases {
        plan.rules[side] = kinds.map { .lose("request", $0) } + [.loseFirstAnswer(to: "/statements")]
      }
      plan.patienceForRestarts()
    case .doubledMessages:
      for side in ExchangeSideName.allCases { plan.rules[side] = [.double] }
    case .slowNetwork:
      for side in ExchangeSideName.allCases {
        plan.rules[side] = [
          .delay(milliseconds: 700), .slow(answersTo: "/ciphertext", bytesPerSecond: max(20_000, size / 4)),
        ]
      }
      plan.patienceForRestarts()
    case .diskFull:
      plan.fullDisk = responder
      plan.rules[responder] = [.hold("request", "commit-originator")]
      plan.patienceForRestarts()
    case nil, .agentDelivers, .agentDown: break
    }
    if plant == .lostHome || plant == .lostFile { plan.rules[originator] = [.hold("request", "open-responder")] }
    return plan
  }
}

extension ExchangeStage.Plan {
  /// Longer than a process needs to start: a party that is away for longer rightly turns to the arbiter.
  mutating func patienceForRestarts() {
    patience = Span(seconds: 10)
    window = Span(seconds: 25)
  }
}
