import SemperCommerce
import SemperEngine
import SemperExchange
import SemperModel
import SemperTerms

/// Says yes, except after one phase, and may take long over one; what has been refused already does not satisfy.
struct TestJudgement: DealJudgement {
  let refusing: Phase?
  let thinking: (phase: Phase, seconds: Int64)?
  let time: any TimeSource

  /// Not where it thinks: then it is asked as a person is, and answers later.
  func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision? {
    thinking?.phase == phase ? nil : answer(phase, after: refusal)
  }

  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision {
    if let thinking, thinking.phase == phase {
      try await time.wait(until: time.now().advanced(by: Span(seconds: thinking.seconds)))
    }
    return answer(phase, after: refusal)
  }

  private func answer(_ phase: Phase, after refusal: Refusal?) -> Decision {
    if let refusal { return .dissatisfied(refusal) }
    return phase == refusing ? .dissatisfied(Refusal(.userDeclined, blame: .us, "no, thank you")) : .satisfied
  }

  func choose(_ options: [String], unexpected: Refusal?, in record: DealRecord) async throws -> String {
    unexpected == nil ? "satisfied" : "notAsAgreed"
  }

  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool {
    plan.paid == record.offer.price || !plan.fates.contains(.given)
  }
}
