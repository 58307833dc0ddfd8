import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms
import SemperTesting
import Testing

/// The longest duration of the terms, of half an hour here: who has committed no money by then does not begin to, and what
/// has begun goes on to its fair end.
@Suite(.serialized) struct DealDurationTests {
  private static let longest = "PT30M"
  private static let tooLong: Int64 = 40 * 60

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let trouble: Trouble
    let end: String
    /// Who is to blame in the eyes of each side; nobody, where all went well.
    let buyerBlames: Blame?
    let sellerBlames: Blame?
    let endings: [LockOutcome.Ending]
  }

  static let cases = [
    Case(
      testDescription: "the buyer thinks too long before it orders",
      trouble: Trouble(thinking: [.buyer: (.offer, tooLong)]), end: "end.nothing", buyerBlames: .us,
      sellerBlames: .peer, endings: []),
    Case(
      testDescription: "the seller thinks too long before it makes a contract",
      trouble: Trouble(thinking: [.seller: (.order, tooLong)]), end: "end.nothing", buyerBlames: .peer,
      sellerBlames: .us, endings: []),
    Case(
      testDescription: "the buyer thinks too long before it pays",
      trouble: Trouble(thinking: [.buyer: (.contract, tooLong)]), end: "end.nothing", buyerBlames: .us,
      sellerBlames: .undetermined, endings: []),
    Case(
      testDescription: "the buyer is in time",
      trouble: Trouble(thinking: [.buyer: (.offer, 29 * 60)]), end: "end.done", buyerBlames: nil, sellerBlames: nil,
      endings: [.claimed]),
    Case(
      testDescription: "money is committed when the time ends",
      trouble: Trouble(lostToBuyer: [.openOriginator], arbiterAway: tooLong), end: "end.done", buyerBlames: nil,
      sellerBlames: nil, endings: [.claimed]),
    Case(
      testDescription: "the goods are there when the time ends",
      trouble: Trouble(thinking: [.buyer: (.payment, tooLong)]), end: "end.done", buyerBlames: nil, sellerBlames: nil,
      endings: [.claimed]),
  ]

  @Test(arguments: cases) func endsAs(_ trial: Case) async throws {
    let end = try await DealEnd.law(try await Fair(longest: Self.longest), trial.trouble).uncrashed()
    #expect(end.complaint == nil)
    #expect(end.buyerEnd == trial.end && end.sellerEnd == trial.end)
    #expect(end.reasons[.buyer]?.blame == trial.buyerBlames && end.reasons[.seller]?.blame == trial.sellerBlames)
    #expect(end.endings == trial.endings)
    #expect(end.funds == trial.trouble.funds - (trial.endings == [.claimed] ? 1_200 : 0))
    if let reason = end.reasons[.buyer] { #expect(reason.code == .tooLate) }
  }

  /// A journal from before the limit was enforced names no time in its opening, and its deal goes on under the rules that
  /// it began with.
  @Test func anOpeningWithoutATimeHasNoDeadline() async throws {
    let fair = try await Fair(longest: Self.longest)
    let opening = fair.opening(.buyer)
    guard case .object(let object) = opening.json else { return }
    let old = try DealOpening(json: .object(object.with("opened", nil)))
    #expect(try DealOpening(canonicalBytes: opening.canonicalBytes) == opening && old.opened == nil)
    let late = Fair.start.advanced(by: Span(seconds: Self.tooLong))
    for (opening, isOver) in [(opening, true), (old, false)] {
      var machine = DealMachine()
      _ = machine.handle(.opened(opening), at: Fair.start)
      let actions = machine.handle(.decided(.offer, .satisfied), at: late)
      let signs = actions.contains { if case .sign(.order) = $0 { true } else { false } }
      let refuses = actions.contains { if case .decide(.order, .some, _) = $0 { true } else { false } }
      #expect(signs == !isOver && refuses == isOver)
    }
  }

  /// Journals from before editions were counted replay under the waits that they were lived with.
  @Test func anOpeningWithoutAnEditionWaitsAsItDid() async throws {
    var fair = try await Fair()
    let day = Fair.start.advanced(by: Span(seconds: 86_400))
    #expect(try HandDeal.concluded(fair).machine(.buyer).exchange?.side.dataUntil == day)
    #expect(try waits(fair) == [600])
    fair.edition = nil
    #expect(try waits(fair) == [3_600])
    let opening = fair.opening(.buyer)
    #expect(try DealOpening(canonicalBytes: opening.canonicalBytes) == opening && opening.json["edition"] == nil)
    #expect(try HandDeal.concluded(fair).machine(.buyer).exchange?.side.dataUntil == nil)
    fair.edition = DealOpening.edition + 1
    #expect(throws: CodingError.self) { try DealOpening(canonicalBytes: fair.opening(.buyer).canonicalBytes) }
  }

  /// How long the seller waits for the countersignature.
  private func waits(_ fair: Fair) throws -> [Int64] {
    try HandDeal.contracted(fair).machine(.seller).outstandingActions.compactMap { action in
      if case .wait(let until) = action { until.seconds - Fair.start.seconds } else { nil }
    }
  }
}
