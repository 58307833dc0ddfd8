import SemperArchive
import Testing

@testable import SemperSET

/// The gateway dies just before or just after each of its durable writes about a card of another bank, at each of them once. What it
/// has told the issuer it tells it again, and both books agree.
@Suite struct IssuerCrashTests {
  /// A hold, its capture and a credit; a hold that is given up.
  @Test(arguments: [IssuerStory.captured, .voided])
  func wheneverTheGatewayDiesTheMoneyMovesOnce(_ story: IssuerStory) async throws {
    let calm = try await IssuerStreet()
    let first = try await story.play(at: calm) + 1
    let last = calm.books.writes
    #expect(last - first >= 4, "too few writes to say anything")
    for write in first...last {
      for side in CrashPoint.Side.allCases {
        let street = try await IssuerStreet(crash: CrashPoint(write: write, side))
        for message in calm.script.messages { _ = try await street.say(message) }
        // A write that asks for the issuer's answer is undone, so there is nothing after it.
        #expect(street.books.deaths == 1 || side == .after, "it lives on \(side) write \(write)")
        try await street.expectPaid(story.paid)
      }
    }
  }
}
