import SemperArchive
public import SemperEngine
public import SemperModel

/// The law every machine is tested for: for each prefix of each journal, crash and restart leads to an end that the
/// uncrashed run also allows.
///
/// It runs a scenario once without a crash and counts each party's durable writes (journal entries, evidence, record
/// transactions, keys). Then, for every write of every party, it runs the scenario anew and lets that party die just
/// before, and in another run just after, the write became durable; restarts the party from its archive; and lets the
/// rest of the world go on. Every end is judged.
///
///     try await CrashLaw(start: now) { time in
///       let network = Network()
///       return CrashScenario([
///         .worker("buyer") { archive in … run the buyer's drivers over archive, time and network … },
///         .server("mint") { archive in network.mint = Mint(archive.records) },
///       ]) { await network.whoHoldsWhat() }
///     } judge: { end in end.isFair ? nil : "the buyer lost its money" }.verify()
///
/// All tasks of a world run one at a time in a fixed order, and virtual time passes when nothing else can happen.
public struct CrashLaw<End: Sendable>: Sendable {
  private let start: Timestamp
  private let downtime: Span
  private let horizon: Span
  private let build: @Sendable (VirtualTime) async throws -> CrashScenario<End>
  private let judge: @Sendable (End) -> String?

  /// - Parameters:
  ///   - start: the virtual time at which every run begins.
  ///   - downtime: how long a party that died stays away.
  ///   - horizon: a run that has not ended by then fails.
  ///   - build: makes a fresh world; called for every run.
  ///   - judge: what is wrong with an end, or `nil` if it is one that the uncrashed run allows.
  public init(
    start: Timestamp, downtime: Span = Span(seconds: 1), horizon: Span = Span(seconds: 86_400),
    build: @escaping @Sendable (VirtualTime) async throws -> CrashScenario<End>,
    judge: @escaping @Sendable (End) -> String?
  ) {
    self.start = start
    self.downtime = downtime
    self.horizon = horizon
    self.build = build
    self.judge = judge
  }

  /// Tries every crash. Throws a `ConformanceFailure` that lists every crash after which the end was not allowed.
  @discardableResult
  public func verify() async throws -> CrashReport {
    let plain = try await run(crashing: nil)
    if let complaint = plain.complaint { throw ConformanceFailure("without any crash: \(complaint)") }
    var report = CrashReport()
    var complaints: [String] = []
    for party in plain.writes {
      report.writes[party.name] = party.writes.count
      for (index, write) in party.writes.enumerated() {
        for side in CrashPoint.Side.allCases {
          let place = "\(party.name) dies \(side.rawValue) write \(index + 1) (\(write))"
          let outcome = try await run(crashing: (party.name, CrashPoint(write: index + 1, side)))
          if let complaint = outcome.complaint { complaints.append("\(place): \(complaint)") }
          if outcome.crashed { report.crashes += 1 } else { report.unreached.append(place) }
        }
      }
    }
    guard complaints.isEmpty else { throw ConformanceFailure(complaints.joined(separator: "\n")) }
    guard report.unreached.count <= report.crashes / 10 else {
      throw ConformanceFailure("too many crash points were not reached, so this says little: \(report)")
    }
    return report
  }

  /// The end of one run without a crash, for whoever wants to see more of it than the judge.
  ///
  /// Throws a `ConformanceFailure` when the run does not come to an end.
  public func uncrashed() async throws -> End {
    let plain = try await run(crashing: nil)
    guard let end = plain.end else { throw ConformanceFailure(plain.complaint ?? "there is no end") }
    return end
  }

  private func run(
    crashing crash: (party: String, point: CrashPoint)?
  ) async throws -> (end: End?, complaint: String?, crashed: Bool, writes: [(name: String, writes: [String])]) {
    let time = VirtualTime(now: start)
    let scenario = try await build(time)
    precondition(Set(scenario.parties.map(\.name)).count == scenario.parties.count, "parties have different names")
    let world = CrashWorld(time: time, downtime: downtime, horizon: start.advanced(by: horizon))
    let processes = scenario.parties.map { party in
      world.start(party, crash: crash.flatMap { $0.party == party.name ? $0.point : nil })
    }
    var complaint = await world.end(processes)
    var end: End?
    if complaint == nil {
      do {
        let reached = try await scenario.end()
        end = reached
        complaint = judge(reached)
      } catch {
        complaint = "the end cannot be told: \(error)"
      }
    }
    return (end, complaint, processes.contains(where: \.hasCrashed), processes.map { ($0.name, $0.writes) })
  }
}
