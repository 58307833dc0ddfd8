import SemperCommerce
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

/// How a shop decides: without a person it goes on as long as nothing was refused, and gives what nobody has to fill in; for all else its
/// owner is asked.
struct SellerPolicy: DealJudgement {
  let words: StepWords
  /// Whether the owner is asked at every step.
  let isByHand: Bool

  func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision? {
    refusal.map { .dissatisfied($0) } ?? .satisfied
  }

  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision {
    refusal.map { .dissatisfied($0) } ?? .satisfied
  }

  /// In a purchase the first option is the one that the author of the terms put there for an automaton.
  func choose(_ options: [String], unexpected: Refusal?, in record: DealRecord) async throws -> String {
    if record.course != nil { return try await words.option(in: record) }
    guard let first = options.first else { preconditionFailure("a choice has options") }
    return first
  }

  func fill(_ items: [String], until: Timestamp, in record: DealRecord) async throws -> FilledStep? {
    if !isByHand, Self.isPlain(items, record.terms) { return FilledStep() }
    return try await words.step(in: record)
  }

  func objection(to deed: Deed, in record: DealRecord) async throws -> Refusal? {
    try await words.objection(in: record)
  }

  /// Whether an automaton can give them: nothing has to be filled in, packed or done.
  private static func isPlain(_ items: [String], _ terms: TermsOfBusiness) -> Bool {
    items.allSatisfy { item in
      switch terms.form(of: item) {
      case .receipt, .money, .data: true
      case .contract, .document: terms.fields(of: item).isEmpty
      case .offer, .order, .refund, .credential, .goods, .work, nil: false
      }
    }
  }

  /// It takes the whole price for whatever the buyer says about the goods, and where nothing of its own counts as given,
  /// whatever the buyer leaves it. To less for something given a person has to agree.
  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool {
    guard let paid = plan.paid else { return false }
    if paid == record.offer.price { return true }
    return !plan.fates.contains(.given)
  }
}
