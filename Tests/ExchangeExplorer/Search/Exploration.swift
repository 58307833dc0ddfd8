package import SemperModel

/// What all searches of one setting, with each party cheating in each way, have found out.
package struct Exploration: Sendable {
  package enum Verdict: Hashable, Sendable {
    case fair
    case unfair(Violation)
    /// The terms are not such that an honest party would enter the exchange.
    case refused(Refusal)
  }

  package let setting: Setting
  package private(set) var verdict = Verdict.fair
  package private(set) var findings: [Finding] = []

  package var states: Int { findings.reduce(0) { $0 + $1.states } }
  package var bounds: [String] { findings.compactMap { finding in finding.bound.map { "\(finding.setting): \($0)" } } }

  /// Stops at the first violation.
  package static func run(_ setting: Setting, bounds: Bounds = Bounds()) async throws -> Exploration {
    var exploration = Exploration(setting: setting)
    do {
      _ = try Stage(setting, goods: try await Goods(), records: BookRecords())
    } catch let refusal as Refusal {
      exploration.verdict = .refused(refusal)
      return exploration
    }
    for setting in setting.withAllCheats {
      let finding = try await Search.run(setting, bounds: bounds)
      exploration.findings.append(finding)
      if let violation = finding.violation {
        exploration.verdict = .unfair(violation)
        return exploration
      }
    }
    return exploration
  }

  private init(setting: Setting) { self.setting = setting }
}
