import Foundation
public import SemperArchive
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

  /// Tries every crash, several worlds at a time; those that were not reached anew, while they are too many. Throws a `ConformanceFailure` that lists every crash after which the
  /// end was not allowed.
  ///
  /// - Parameters:
  ///   - parties: who dies, by name; everybody when absent.
  ///   - passed: how many writes of a party are passed over, because another law has tried them.
  ///   - sides: on which side of a write a party dies.
  @discardableResult
  public func verify(
    _ parties: Set<String>? = nil, passing passed: [String: Int] = [:],
    sides: [CrashPoint.Side] = CrashPoint.Side.allCases
  ) async throws -> CrashReport {
    let plain = try await run(crashing: nil)
    if let complaint = plain.complaint { throw ConformanceFailure("without any crash: \(complaint)") }
    var report = CrashReport()
    var crashes: [Crash] = []
    for party in plain.writes where parties?.contains(party.name) ?? true {
      report.writes[party.name] = party.writes.count
      for (index, write) in party.writes.enumerated().dropFirst(passed[party.name] ?? 0) {
        for side in sides {
          crashes.append(Crash(party: party.name, point: CrashPoint(write: index + 1, side), write: write))
        }
      }
    }
    if let unknown = parties?.first(where: { report.writes[$0] == nil }) {
      throw ConformanceFailure("nobody is called \(unknown), so nobody was let die")
    }
    let trials = try await sufficient(crashes)
    let complaints = trials.compactMap { trial in trial.complaint.map { "\(trial.crash): \($0)" } }
    guard complaints.isEmpty else { throw ConformanceFailure(complaints.joined(separator: "\n")) }
    report.crashes = trials.count(where: \.crashed)
    report.unreached = trials.filter { !$0.crashed }.map(\.crash.description)
    guard Self.suffices(trials) else {
      throw ConformanceFailure("too many crash points were not reached, so this says little: \(report)")
    }
    return report
  }

  private struct Crash: Sendable, CustomStringConvertible {
    let party: String
    let point: CrashPoint
    let write: String
    var description: String { "\(party) dies \(point) (\(write))" }
  }

  private struct Trial: Sendable {
    let crash: Crash
    let complaint: String?
    let crashed: Bool
  }

  /// The trials of all crashes. Those not reached are tried anew while they are too many, a few times at most: in a world
  /// whose archives are files the threads of the database have a say in who comes first, so a race between two sides
  /// takes another course now and then, with other writes than those that were counted. A complaint is never tried away.
  private func sufficient(_ crashes: [Crash]) async throws -> [Trial] {
    var trials = try await tried(crashes)
    for _ in 0..<3 where !Self.suffices(trials) && trials.allSatisfy({ $0.complaint == nil }) {
      let missed = trials.indices.filter { !trials[$0].crashed }
      let again = try await tried(missed.map { trials[$0].crash })
      for (index, trial) in zip(missed, again) { trials[index] = trial }
    }
    return trials
  }

  private static func suffices(_ trials: [Trial]) -> Bool {
    let missed = trials.count { !$0.crashed }
    return missed <= (trials.count - missed) / 10
  }

  /// One world for each crash, as many at a time as there are processors; the results in the order of the crashes.
  private func tried(_ crashes: [Crash]) async throws -> [Trial] {
    try await withThrowingTaskGroup(of: (Int, Trial).self) { group in
      var trials = [Trial?](repeating: nil, count: crashes.count)
      var next = 0
      func begin() {
        guard next < crashes.count else { return }
        let (index, crash) = (next, crashes[next])
        next += 1
        group.addTask {
          let outcome = try await run(crashing: (crash.party, crash.point))
          return (index, Trial(crash: crash, complaint: outcome.complaint, crashed: outcome.crashed))
        }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { begin() }
      while let (index, trial) = try await group.next() {
        trials[index] = trial
        begin()
      }
      return trials.compactMap { $0 }
    }
  }

  /// The end of one run without a crash, for whoever wants to see more of it than the judge.
  ///
  /// Throws a `ConformanceFailure` when the run does not come to an end.
  public func uncrashed() async throws -> End {
    let plain = try await run(crashing: nil)
    guard let end = plain.end else { throw ConformanceFailure(plain.complaint ?? "there is no end") }
    return end
  }

  /// The end of one run in which a party dies at one of its writes, and whether it came so far, for whoever draws crashes by
  /// chance.
  ///
  /// Throws a `ConformanceFailure` when the run does not come to an end.
  package func crashed(_ party: String, at point: CrashPoint) async throws -> (end: End, hasCrashed: Bool) {
    let run = try await run(crashing: (party, point))
    guard let end = run.end else { throw ConformanceFailure(run.complaint ?? "there is no end") }
    return (end, run.crashed)
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
