/// Who decides whether to agree to the peer's proposal to settle an exchange jointly: a policy, or a person.
public protocol SettlementJudgement: Sendable {
  /// Whether we agree to this plan of the peer's about the exchange of this side. A machine refuses by itself what would
  /// contradict what has happened, such as calling void what we have opened.
  func agrees(to plan: SettlementPlan, about side: ExchangeSide) async throws -> Bool
}
