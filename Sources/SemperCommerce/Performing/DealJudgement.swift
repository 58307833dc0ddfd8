public import SemperExchange
public import SemperModel
public import SemperTerms

/// Who decides after each phase: a policy, or a person in the trusted user interface.
public protocol DealJudgement: Sendable {
  /// What is decided without asking anybody and without waiting; `nil` when `decide` has to be called.
  func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision?
  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision
  /// Takes one of the options; `unexpected` says what of the peer's is not as expected, if anything.
  func choose(_ options: [String], unexpected: Refusal?, in record: DealRecord) async throws -> String
  /// Whether to agree to the peer's proposal to settle the exchange of this deal jointly.
  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool
}
