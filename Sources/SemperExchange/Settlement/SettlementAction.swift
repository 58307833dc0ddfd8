public import SemperCryptography

/// What an exchange machine asks for about settling jointly. Every action bears repetition.
public enum SettlementAction: Hashable, Sendable {
  /// Make and sign our proposal, which divides our lock with this receipt, and the peer's with that. Answered by `signed` or
  /// `refused`.
  case propose(SettlementPlan, dividing: SignedStatement?, joining: SignedStatement?)
  /// Decide about the peer's proposal. Answered by `agreed` or `refused`.
  case judge(SignedStatement)
  /// See what becomes of our proposal, and take what is left of our lock. Answered by `settled` or `failed`.
  case follow(SignedStatement)
  /// Bring the payer's word to the ledger, with ours around it. Answered by `settled` or `failed`.
  case settle(SignedStatement)
}
