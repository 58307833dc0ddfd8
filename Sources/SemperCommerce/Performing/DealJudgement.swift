public import SemperExchange
public import SemperModel

/// Who decides after each phase: a policy, or a person in the trusted user interface.
public protocol DealJudgement: Sendable {
  /// What is decided without asking anybody and without waiting; `nil` when `decide` has to be called.
  func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision?
  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision
  /// Takes one of the options; `goodsComplete` says whether everything delivered is as described.
  func choose(_ options: [String], goodsComplete: Bool, in record: DealRecord) async throws -> String
  /// Whether to agree to the peer's proposal to settle the exchange of this deal jointly.
  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool
}
