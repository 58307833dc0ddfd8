import Foundation
import Testing

/// Fairness as a property of whole exchanges: whatever the weather, the buyer has the goods iff the seller is paid.
///
/// Every seed is an exchange that can be played again. A failure says how; `SEMPER_SEEDS` sets how many are played.
@Suite struct WeatherSimulation {
  private static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["SEMPER_SEED"].flatMap({ UInt64($0) }) { return seed..<seed + 1 }
    return 0..<(environment["SEMPER_SEEDS"].flatMap { UInt64($0) } ?? 40)
  }()

  /// In four parts, so that all processors have something to do.
  @Test(arguments: 0..<4) func holdingsAreFairInEveryWeather(_ part: UInt64) async throws {
    for seed in Self.seeds where seed % 4 == part {
      let complaint: String?
      do {
        var storm = try Storm(seed: seed)
        complaint = try await storm.blow()
      } catch { complaint = "\(error)" }
      #expect(complaint == nil, "play it again with: SEMPER_SEED=\(seed) make simulate")
    }
  }
}
