import SemperExchange
package import SemperModel

/// What all searches of one setting, with each party cheating in each way, have found out.
package struct Exploration: Sendable {
  package enum Verdict: Hashable, Sendable {
    case fair
    case unfair(Violation)
    /// The terms are not such that an honest party would enter the exchange.
    case refused(Refusal)
  }

  package let title: String
  package private(set) var verdict = Verdict.fair
  package private(set) var findings: [Finding] = []

  package var states: Int { findings.reduce(0) { $0 + $1.states } }
  package var seconds: Double { findings.reduce(0) { $0 + $1.seconds } }
  package var bounds: [String] { findings.compactMap { finding in finding.bound.map { "\(finding.setting): \($0)" } } }

  /// Stops at the first violation.
  package static func run(_ setting: Setting, bounds: Bounds = Bounds()) async throws -> Exploration {
    try await run([setting], setting.withAllCheats) { try await Search.run($0, bounds: bounds) }
  }

  /// Two exchanges at once between parties with the same keys, with the same party malicious in both.
  package static func run(
    _ first: Setting, beside second: Setting, bounds: Bounds = Bounds()
  ) async throws -> Exploration {
    let cheats = ExchangeRole.allCases.flatMap { role in
      [[Deviation.none], [.none, .transplantedEscrow]].map { Cheat(role, $0) }
    }
    return try await run([first, second], cheats) { cheat in
      var settings = (first, second)
      // The same party cheats in both, whatever its role is.
      settings.0.cheat = settings.0.isTurned ? cheat.turned : cheat
      settings.1.cheat = settings.1.isTurned ? cheat.turned : cheat
      return try await Search.run(settings.0, beside: settings.1, bounds: bounds)
    }
  }

  private static func run<World>(
    _ settings: [Setting], _ worlds: [World], _ search: (World) async throws -> Finding
  ) async throws -> Exploration {
    var exploration = Exploration(title: settings.map(\.title).joined(separator: " beside "))
    do {
      let goods = try await Goods()
      for setting in settings { _ = try Stage(setting, goods: goods, records: BookRecords()) }
    } catch let refusal as Refusal {
      exploration.verdict = .refused(refusal)
      return exploration
    }
    for world in worlds {
      let finding = try await search(world)
      exploration.findings.append(finding)
      if let violation = finding.violation {
        exploration.verdict = .unfair(violation)
        return exploration
      }
    }
    return exploration
  }

  /// An exchange piece for piece, with each party cheating in each way.
  package static func run(_ setting: PieceSetting, bounds: Bounds = Bounds()) async throws -> Exploration {
    try await run(setting.title, setting.withAllCheats, bounds: bounds)
  }

  /// These exchanges piece for piece only.
  package static func run(
    _ title: String, _ settings: [PieceSetting], bounds: Bounds = Bounds()
  ) async throws -> Exploration {
    let goods = try await Goods()
    return try await run(title, settings) { setting in
      try await SceneSearch.run(PieceScene(setting, goods: goods), bounds: bounds)
    }
  }

  /// A transfer, with sender, recipient and delivery agent cheating in turn.
  package static func run(_ setting: TransferSetting, bounds: Bounds = Bounds()) async throws -> Exploration {
    try await run(setting.title, setting.withAllCheats) { setting in
      try await SceneSearch.run(TransferScene(setting), bounds: bounds)
    }
  }

  /// The signing of a contract of three, all honest and with one that cheats.
  package static func run(_ setting: ContractSetting, bounds: Bounds = Bounds()) async throws -> Exploration {
    try await run(setting.title, setting.withAllCheats, bounds: bounds)
  }

  /// These signings of a contract only.
  package static func run(
    _ title: String, _ settings: [ContractSetting], bounds: Bounds = Bounds()
  ) async throws -> Exploration {
    try await run(title, settings) { setting in try await SceneSearch.run(ContractScene(setting), bounds: bounds) }
  }

  private static func run<Played>(
    _ title: String, _ settings: [Played], _ search: (Played) async throws -> Finding
  ) async throws -> Exploration {
    var exploration = Exploration(title: title)
    for setting in settings {
      let finding = try await search(setting)
      exploration.findings.append(finding)
      if let violation = finding.violation {
        exploration.verdict = .unfair(violation)
        break
      }
    }
    return exploration
  }

  private init(title: String) { self.title = title }
}
