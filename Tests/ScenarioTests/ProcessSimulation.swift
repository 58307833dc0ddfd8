import Foundation
import Testing

/// Fairness as a property of random exchanges and transfers between real processes: whatever happens to them, each ends, fairly, and
/// with evidence that verifies.
///
/// `SEMPER_PROCESSES` sets how many are played, `SEMPER_SEED` plays one alone.
@Suite struct ProcessSimulation {
  /// Seconds for one run; one that takes longer hangs.
  private static let patience = 400
  private static let environment = ProcessInfo.processInfo.environment
  private static let seeds: Range<UInt64> = {
    if let seed = environment["SEMPER_SEED"].flatMap({ UInt64($0) }) { return seed..<seed + 1 }
    return 0..<(environment["SEMPER_PROCESSES"].flatMap { UInt64($0) } ?? 6)
  }()
  /// How many run at once: they mostly wait. In `make test` other scenarios run beside them.
  private static let lanes: UInt64 = environment["SEMPER_PROCESSES"] == nil ? 2 : 4

  @Test("a random exchange between processes ends fairly, whatever happens to it", arguments: 0..<lanes)
  func everyExchangeEndsFairly(_ lane: UInt64) async throws {
    for seed in Self.seeds where seed % Self.lanes == lane {
      let complaint = await Self.onThread { Self.complaint(seed) }
      #expect(complaint == nil, "\(complaint ?? ""); play it again with: SEMPER_SEED=\(seed) make simulate")
    }
  }

  /// What is wrong with the end; `nil` when nothing is.
  private static func complaint(_ seed: UInt64) -> String? {
    do {
      let weather = try ProcessWeather(seed: seed)
      let folder = DemoFolder()
      try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      let words = try ["-k", "5", String(patience), SemperProgram.path("semper")] + weather.arguments(in: folder.path)
      let run = try SemperProgram.run(words, program: "/usr/bin/timeout")
      let told = "\(weather): status \(run.status): \(run.output) \(run.errors)"
      guard run.status == 0, let result = try? run.object(), result["fair"] as? Bool == true,
        let outcome = result["outcome"] as? String, outcome != "open"
      else { return told }
      let files = result["evidence"] as? [String] ?? []
      if files.isEmpty, outcome != "refused" { return "there is no evidence: \(told)" }
      for file in files {
        let judged = try SemperProgram.run(["verify", file, "--trust", result["trust"] as? String ?? ""])
        if judged.status != 0 { return "\(file) does not verify: \(judged.output) \(told)" }
      }
      return nil
    } catch { return "seed \(seed): \(error)" }
  }

  /// Away from the threads that all tests share, since a process is waited for.
  private static func onThread(_ body: @escaping @Sendable () -> String?) async -> String? {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: body()) }.start()
    }
  }
}
