import Testing

/// Fairness as a property of whole exchanges: whatever the weather, the buyer has the goods iff the seller is paid.
@Suite struct FairnessTests {
  /// Every seed is an exchange that can be played again: the seed stands in the failure.
  @Test(arguments: 0..<4) func holdingsAreFairInEveryWeather(_ part: UInt64) async throws {
    for seed in part * 10..<(part + 1) * 10 {
      var storm = try Storm(seed: seed)
      let complaint = try await storm.blow()
      #expect(complaint == nil, "seed \(seed)")
    }
  }
}
