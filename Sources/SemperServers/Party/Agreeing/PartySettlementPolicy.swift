import SemperExchange

/// A party without a person agrees to be paid in full, and, where its own questions to the arbiter stay unanswered, that
/// everybody has their own back.
struct PartySettlementPolicy: SettlementJudgement {
  let silence: ArbiterSilence

  func agrees(to plan: SettlementPlan, about side: ExchangeSide) async throws -> Bool {
    if plan.fulfils(side.items) { return true }
    guard plan.undoes else { return false }
    return try await silence.lasts(about: side.terms.id)
  }
}
