import SemperExchange

/// The judgement of a deal as an exchange asks for it.
struct SettlementOfDeal: SettlementJudgement {
  let judgement: any DealJudgement
  let record: DealRecord

  func agrees(to plan: SettlementPlan, about side: ExchangeSide) async throws -> Bool {
    try await judgement.agrees(to: plan, about: side, in: record)
  }
}
