import SemperCommerce
import SemperExchange
import SemperModel
import SemperTerms

/// How a shop decides without a person: it goes on as long as nothing was refused.
struct SellerPolicy: DealJudgement {
  func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision? {
    refusal.map { .dissatisfied($0) } ?? .satisfied
  }

  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision {
    refusal.map { .dissatisfied($0) } ?? .satisfied
  }

  /// Where the terms let a seller choose, the first option is the one that its author put there for an automaton.
  func choose(_ options: [String], unexpected: Refusal?, in record: DealRecord) async throws -> String {
    guard let first = options.first else { preconditionFailure("a choice has options") }
    return first
  }

  /// It takes the whole price for whatever the buyer says about the goods, and where nothing of its own counts as given,
  /// whatever the buyer leaves it. To less for something given a person has to agree.
  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool {
    guard let paid = plan.paid else { return false }
    if paid == record.offer.price { return true }
    return !plan.fates.contains(.given)
  }
}
