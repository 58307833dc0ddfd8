import SemperExchange

/// A party without a person agrees where everybody has their own back, and to be paid in full.
struct PartySettlementPolicy: SettlementJudgement {
  func agrees(to plan: SettlementPlan, about side: ExchangeSide) async throws -> Bool {
    plan.undoes || plan.fulfils(side.items)
  }
}
