import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms
import SemperTesting
import Testing

/// What each side of a deal expects of the other one's items is looked at before anything is ordered, and once more when they
/// have come.
@Suite struct DealExpectationTests {
  private static func wanting(_ wanted: ContentExpectation) async throws -> HandDeal {
    var fair = try await Fair()
    fair.expects = ItemExpectation(.content(wanted))
    return try HandDeal(fair)
  }

  /// The lesson has 3000 bytes of text.
  @Test func whatTheOwnerDoesNotWantIsNotOrdered() async throws {
    for (property, wanted) in [
      ("length", ContentExpectation(longest: 2_999)),
      ("media types", ContentExpectation(mediaTypes: .only(try MediaType("audio/wav")))),
    ] {
      let deal = try await Self.wanting(wanted)
      #expect(try deal.record(.buyer).order == nil && deal.record(.buyer).outbox.isEmpty, "\(property)")
      #expect(try deal.machine(.buyer).end == "end.nothing")
    }
  }

  @Test func whatTheOwnerWantsIsOrdered() async throws {
    let wanted = ContentExpectation(longest: 3_000, mediaTypes: .only(try MediaType("text/plain")))
    let deal = try await Self.wanting(wanted)
    #expect(try deal.record(.buyer).order != nil)
    let opening = try deal.record(.buyer).opening
    let read = try DealOpening(canonicalBytes: opening.canonicalBytes)
    #expect(opening.expects != nil && read == opening)
  }

  /// The person is told why, is not asked, and nobody is to blame.
  @Test func aDifferenceIsSaidAsTheReason() async throws {
    var fair = try await Fair()
    fair.expects = ItemExpectation(.content(ContentExpectation(longest: 1)))
    var machine = DealMachine()
    let actions = machine.handle(.opened(fair.opening(.buyer)), at: Fair.start)
    guard case .decide(.offer, let refusal?, _)? = actions.first else {
      Issue.record("it goes on: \(actions)")
      return
    }
    #expect(refusal.code == .notAsOffered && refusal.blame == .undetermined && refusal.detail.contains("length"))
  }

  /// The seller's side of what came: the money that the bank says is locked, not what the contract says of it.
  @Test func moneyIsHeldAgainstTheContractWhenItIsHere() async throws {
    let fair = try await Fair()
    let paid = try HandDeal.delivered(fair)
    #expect(try paid.record(.seller).outcome == .completed && paid.record(.seller).unexpected == nil)
    let short = try HandDeal.delivered(fair, paid: Money("11.99", .euro))
    let unexpected = try #require(try short.record(.seller).unexpected)
    #expect(unexpected.code == .notAsOffered && unexpected.blame == .peer)
    // It is over all the same, and the buyer may still choose.
    #expect(try short.record(.seller).outcome == .completed && short.machine(.seller).position == "inspecting")
  }

  /// The buyer's side: it chooses so, says so, and both have evidence of what was opened.
  @Test func goodsAreLookedAtOnceMoreBeforeTheyAreAccepted() async throws {
    let lost = try await DealEnd.law(try await Fair(), Trouble(goodsLost: true)).uncrashed()
    #expect(lost.complaint == nil)
    #expect(lost.buyerEnd == "end.disputed" && lost.sellerEnd == "end.disputed")
    #expect(lost.reasons[.buyer]?.code == .goodsMissing && lost.reasons[.seller] == nil)
    #expect(lost.endings == [.claimed] && lost.buyer.proves.contains { $0.proven == .disputed })
  }
}
