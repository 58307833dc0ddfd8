import Testing

/// Random exchanges piece for piece in bad weather.
@Suite struct PieceStormTests {
  @Test func everyStormEndsWithAPieceAtTheMost() async throws {
    var complete = 0
    for seed in 0..<200 as Range<UInt64> {
      var storm = try await PieceStorm(seed: seed)
      if let wrong = try await storm.blow() { Issue.record("seed \(seed): \(wrong)") }
      if storm.isComplete { complete += 1 }
    }
    // Otherwise it would say little.
    #expect(complete > 40)
  }
}
