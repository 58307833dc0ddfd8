import SemperModel

/// What a person at the desk is about to rule.
struct RulingDraft: Hashable, Sendable {
  /// For the claimant; `nil` dismisses the claim.
  let amount: Money?
  let finding: HumanText
}
