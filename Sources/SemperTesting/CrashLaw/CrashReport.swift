/// What a crash law tried.
public struct CrashReport: Sendable, CustomStringConvertible {
  /// How many durable writes each party made in the run without a crash.
  public internal(set) var writes: [String: Int] = [:]
  /// How many runs with a crash ended as allowed.
  public internal(set) var crashes = 0
  /// Crash points that a run did not come to, because the crash itself or the concurrency changed what was written.
  public internal(set) var unreached: [String] = []

  public var description: String {
    let counts = writes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value) writes" }
    let rest = unreached.isEmpty ? "" : "; not reached: \(unreached.joined(separator: ", "))"
    return "\(crashes) crashes over \(counts.joined(separator: ", "))\(rest)"
  }
}
