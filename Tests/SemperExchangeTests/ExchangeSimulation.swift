import Foundation
import Testing

/// Fairness as a property of random exchanges of every cell, of exchanges piece for piece and of transfers: whatever happens, each
/// ends, fairly, and with evidence that verifies.
///
/// Of eight seeds one is an exchange piece for piece, one a transfer. Every seed is an exchange that can be played again. A failure says how; `SEMPER_EXCHANGES` sets how many are played.
@Suite struct ExchangeSimulation {
  private static let parts: UInt64 = 4
  private static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["SEMPER_SEED"].flatMap({ UInt64($0) }) { return seed..<seed + 1 }
    return 0..<(environment["SEMPER_EXCHANGES"].flatMap { UInt64($0) } ?? 200)
  }()

  /// An originator that had locked at one ledger and left before the second: its refund stood in evidence that knew no lock.
  @Test(arguments: [2_135, 3_405, 3_949, 4_157, 4_971] as [UInt64])
  func whatOnceFailedEndsFairly(_ seed: UInt64) async throws {
    var storm = try await CellStorm(seed: seed, clocksLeap: false)
    let complaint = try await storm.blow()
    #expect(complaint == nil, "\(storm.description)")
  }

  /// In parts, so that all processors have something to do.
  @Test(arguments: 0..<parts) func everyExchangeEndsFairly(_ part: UInt64) async throws {
    for seed in Self.seeds where seed % Self.parts == part {
      var (complaint, story): (String?, String) = (nil, "")
      do {
        switch seed % 8 {
        case 6:
          story = "piece for piece"
          var storm = try await PieceStorm(seed: seed)
          complaint = try await storm.blow()
        case 7:
          let storm = try TransferStorm(seed: seed)
          story = storm.description
          complaint = try await storm.blow()
        default:
          var storm = try await CellStorm(seed: seed)
          story = storm.description
          complaint = try await storm.blow()
        }
      } catch { complaint = "\(error)" }
      #expect(complaint == nil, "\(seed): \(story); play it again with: SEMPER_SEED=\(seed) make simulate")
    }
  }
}
