import SemperExchange

/// The judgement of a deal as an exchange asks for it. A plan that gives less than was agreed is agreed to only where the
/// arbiter leaves this side's own questions unanswered too.
struct SettlementOfDeal: SettlementJudgement {
  let judgement: any DealJudgement
  let record: DealRecord
  let silence: ArbiterSilence

  func agrees(to plan: SettlementPlan, about side: ExchangeSide) async throws -> Bool {
    guard try await judgement.agrees(to: plan, about: side, in: record) else { return false }
    if plan.fulfils(side.items) { return true }
    return try await silence.lasts(about: side.terms.id)
  }
}
