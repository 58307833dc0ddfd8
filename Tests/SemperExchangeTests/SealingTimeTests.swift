import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

/// Two gigabytes take longer to seal than a peer's patience, and nobody is late for that.
@Suite struct SealingTimeTests {
  @Test(arguments: [(70_000 as Int64, 0 as Int64), (2_000_000_000, 200)])
  func whoSealsMuchMayTakeLonger(_ length: Int64, _ longer: Int64) throws {
    #expect(try wait(for: length, dataUntil: Trade.start) == Trade.start.advanced(by: Span(seconds: 60 + longer)))
  }

  /// As sides waited before they said until when data may be on its way: their journals must replay.
  @Test func anOlderSideWaitsAsItDid() throws {
    #expect(try wait(for: 2_000_000_000, dataUntil: nil) == Trade.start.advanced(by: Span(seconds: 60)))
  }

  private func wait(for length: Int64, dataUntil: Timestamp?) throws -> Timestamp? {
    let content = try ContentRoot(json: .fields(["length": length.json, "root": "a course".documentDigest.json]))
    let trade = try Trade(content: content)
    let side = ExchangeSide(
      terms: trade.terms, items: trade.items, role: .responder, secret: try #require(trade.secrets[.responder]),
      reply: trade.reply.publicKey, patience: Span(seconds: 60), dataUntil: dataUntil)
    for case .wait(let until) in ExchangeMachine(side, at: Trade.start).outstandingActions { return until }
    return nil
  }
}
