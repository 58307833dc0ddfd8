public import SemperModel

/// Who decides after each phase: a policy, or a person in the trusted user interface.
public protocol DealJudgement: Sendable {
  func decide(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) async throws -> Decision
  /// Takes one of the options; `goodsComplete` says whether everything delivered is as described.
  func choose(_ options: [String], goodsComplete: Bool, in record: DealRecord) async throws -> String
}
