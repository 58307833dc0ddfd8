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
  /// Fills in what this side gives in a step, until then; `nil` gives nothing, and the deal goes the way of failure.
  func fill(_ items: [String], until: Timestamp, in record: DealRecord) async throws -> FilledStep?
  /// Why this side does not sign a contract that the peer has filled in; `nil` when it does.
  func objection(to deed: Deed, in record: DealRecord) async throws -> Refusal?
  /// Whether to agree to the peer's proposal to settle the exchange of this deal jointly.
  func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool
}

// Whoever does not say what it gives, gives nothing, and signs nothing that it has not looked at.
extension DealJudgement {
  public func fill(_ items: [String], until: Timestamp, in record: DealRecord) async throws -> FilledStep? { nil }

  public func objection(to deed: Deed, in record: DealRecord) async throws -> Refusal? {
    Refusal(.userDeclined, blame: .us, "nobody has looked at what is to be signed in the state “\(deed.act.state)”")
  }
}
