import SemperCommerce
import SemperModel

/// Says yes, except after one phase.
struct TestJudgement: DealJudgement {
  let refusing: Phase?

  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision {
    phase == refusing ? .dissatisfied(Refusal(.userDeclined, blame: .us, "no, thank you")) : .satisfied
  }

  func choose(_ options: [String], goodsComplete: Bool, in record: DealRecord) async throws -> String {
    goodsComplete ? "satisfied" : "notAsAgreed"
  }

}
