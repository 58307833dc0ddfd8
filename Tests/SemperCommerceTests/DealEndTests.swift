import SemperCommerce
import SemperModel
import SemperPayments
import SemperTerms
import SemperTesting
import Testing

/// Both projections of the terms, run against each other by the real performer: how a deal ends, and what that proves.
@Suite(.serialized) struct DealEndTests {
  typealias Proven = EvidenceConclusion.Proven

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let trouble: Trouble
    let buyerEnd: String
    let sellerEnd: String
    let endings: [LockOutcome.Ending]
    let buyerProves: Set<Proven>
    let sellerProves: Set<Proven>
  }

  private static let agreed: Set<Proven> = [.sellerOffered, .buyerOrdered, .contractConcluded]
  private static let bought = agreed.union([
    .paymentLocked, .goodsOpened, .delivered, .receiptCounts, .paymentOpened, .accepted,
  ])
  private static let refunded = agreed.union([.paymentLocked, .paymentRefunded, .exchangeAborted])

  static let cases = [
    Case(
      testDescription: "all goes well", trouble: Trouble(), buyerEnd: "end.done", sellerEnd: "end.done",
      endings: [.claimed], buyerProves: bought, sellerProves: bought.union([.paymentClaimed])),
    Case(
      testDescription: "bad goods", trouble: Trouble(badGoods: true), buyerEnd: "end.nothing",
      sellerEnd: "end.nothing", endings: [.refunded],
      buyerProves: refunded.union([.goodsOpened, .originatorConvicted]),
      sellerProves: agreed.union([.paymentLocked, .goodsOpened, .exchangeAborted])),
    Case(
      testDescription: "the seller is silent after M2", trouble: Trouble(lostToBuyer: [.openOriginator]),
      buyerEnd: "end.done", sellerEnd: "end.done", endings: [.claimed],
      buyerProves: bought,
      // Waiting for the arbiter's window, the seller does not listen for the choice, which the buyer tells only for a while.
      sellerProves: bought.subtracting([.accepted]).union([.paymentClaimed])),
    Case(
      testDescription: "the buyer's opening is lost", trouble: Trouble(lostToSeller: [.openResponder]),
      buyerEnd: "end.done", sellerEnd: "end.done", endings: [.claimed],
      buyerProves: bought, sellerProves: bought.subtracting([.accepted]).union([.paymentClaimed])),
    Case(
      testDescription: "the buyer's commitment is lost", trouble: Trouble(lostToSeller: [.commitResponder]),
      buyerEnd: "end.done", sellerEnd: "end.done", endings: [.claimed],
      // The buyer is at the arbiter before the time for its download is over, so the seller cannot abort any more.
      buyerProves: bought, sellerProves: bought.subtracting([.accepted]).union([.paymentClaimed])),
    Case(
      testDescription: "the buyer's commitment is lost at the end of the time",
      trouble: Trouble(lostToSeller: [.commitResponder], download: 86_000),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [.refunded],
      buyerProves: refunded, sellerProves: agreed.union([.exchangeAborted])),
    Case(
      testDescription: "the download takes longer than anybody's patience", trouble: Trouble(download: 5_000),
      buyerEnd: "end.done", sellerEnd: "end.done", endings: [.claimed], buyerProves: bought,
      sellerProves: bought.union([.paymentClaimed])),
    Case(
      testDescription: "the download takes longer than the terms allow", trouble: Trouble(download: 90_000),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [], buyerProves: agreed,
      sellerProves: agreed.union([.exchangeAborted])),
    Case(
      testDescription: "the seller's commitment is lost", trouble: Trouble(lostToBuyer: [.commitOriginator]),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [],
      buyerProves: agreed, sellerProves: agreed.union([.exchangeAborted])),
    Case(
      testDescription: "the buyer cannot pay", trouble: Trouble(funds: 1_199), buyerEnd: "end.nothing",
      sellerEnd: "end.nothing", endings: [], buyerProves: agreed,
      sellerProves: agreed.union([.exchangeAborted])),
    Case(
      testDescription: "the contract is lost", trouble: Trouble(lostToBuyer: [.contract]), buyerEnd: "end.nothing",
      sellerEnd: "end.nothing", endings: [], buyerProves: [.sellerOffered, .buyerOrdered],
      sellerProves: [.sellerOffered, .buyerOrdered]),
    Case(
      testDescription: "the countersignature is lost", trouble: Trouble(lostToSeller: [.contract]),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [], buyerProves: agreed,
      sellerProves: [.sellerOffered, .buyerOrdered]),
    Case(
      testDescription: "the choice is lost", trouble: Trouble(lostToSeller: [.choice]), buyerEnd: "end.done",
      sellerEnd: "end.done", endings: [.claimed], buyerProves: bought,
      sellerProves: bought.subtracting([.accepted]).union([.paymentClaimed])),
    Case(
      testDescription: "the buyer declines the offer", trouble: Trouble(dissatisfied: [.buyer: .offer]),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [], buyerProves: [.sellerOffered],
      sellerProves: [.sellerOffered]),
    Case(
      testDescription: "the seller declines the order", trouble: Trouble(dissatisfied: [.seller: .order]),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [],
      buyerProves: [.sellerOffered, .buyerOrdered], sellerProves: [.sellerOffered, .buyerOrdered]),
    Case(
      testDescription: "the buyer declines the contract", trouble: Trouble(dissatisfied: [.buyer: .contract]),
      buyerEnd: "end.nothing", sellerEnd: "end.nothing", endings: [], buyerProves: agreed,
      sellerProves: agreed.union([.exchangeAborted])),
    Case(
      testDescription: "the buyer is dissatisfied after payment", trouble: Trouble(dissatisfied: [.buyer: .payment]),
      buyerEnd: "end.nothing", sellerEnd: "end.done", endings: [.claimed],
      buyerProves: bought.subtracting([.accepted]),
      sellerProves: bought.subtracting([.accepted]).union([.paymentClaimed])),
  ]

  @Test(arguments: cases) func endsAs(_ trial: Case) async throws {
    let end = try await DealEnd.law(try await Fair(), trial.trouble).uncrashed()
    #expect(end.complaint == nil)
    #expect(end.buyerEnd == trial.buyerEnd)
    #expect(end.sellerEnd == trial.sellerEnd)
    #expect(end.endings == trial.endings)
    #expect(Set(end.buyer.proves.map(\.proven)) == trial.buyerProves)
    #expect(Set(end.seller.proves.map(\.proven)) == trial.sellerProves)
    #expect(end.funds == trial.trouble.funds - (trial.endings == [.claimed] ? 1_200 : 0))
  }

  /// What the seller refuses for good is not sent again until the time is over: the buyer ends with the seller's reason, or
  /// goes on with the arbiter.
  @Test(arguments: [
    (StatementKind.order, "end.nothing"), (.contract, "end.nothing"), (.commitResponder, "end.done"),
    (.openResponder, "end.done"), (.choice, "end.done"),
  ])
  func aRefusalForGoodIsNotWaitedFor(_ kind: StatementKind, _ buyerEnd: String) async throws {
    let end = try await DealEnd.law(try await Fair(), Trouble(turnedDown: [kind])).uncrashed()
    #expect(end.complaint == nil)
    #expect(end.buyerEnd == buyerEnd)
    #expect(end.endings == (buyerEnd == "end.done" ? [.claimed] : []))
    #expect(end.reasons[.buyer]?.code == (buyerEnd == "end.done" ? nil : .notAsOffered))
  }
}
