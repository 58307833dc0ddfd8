import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

extension PartyTable {
  /// The event that an answer of the arbiter's becomes, after the checks that a home makes; `nil` for an answer that it
  /// cannot use and therefore asks for again.
  func event(_ answer: ArbiterTable.Answer, in state: Int) -> ExchangeEvent? {
    switch answer {
    case .refused(let refusal): return .arbiterRefused(refusal)
    case .given(let answer, let secret):
      do {
        let decision = try stage.verifier.decision(answer.decision, commits: states[state].machine.commits).content
        return .decided(
          answer.decision, secret, commitResponder: try secondCommitment(answer, decision))
      } catch { return nil }
    }
  }

  private func secondCommitment(
    _ answer: ArbiterAnswer, _ decision: ArbiterDecision
  ) throws -> SignedStatement? {
    guard let second = answer.commitResponder, decision.commits.last == second.digest,
      let first = decision.commits.first
    else { return nil }
    return try stage.verifier.commitResponder(second, answering: first).signed
  }
}
