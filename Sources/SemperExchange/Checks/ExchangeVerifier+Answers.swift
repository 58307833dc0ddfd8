public import SemperCryptography
public import SemperModel
import SemperPayments

extension ExchangeVerifier {
  /// The event that an answer of the arbiter's becomes for the party whose machine this is; `key` opens what the arbiter
  /// has sealed to it.
  ///
  /// A decision that names commitments must name ours. To an originator it may also name our M1 with another M2 than the
  /// one we got: a responder can sign two, send us one and show the arbiter the other. It is bound by that one as well,
  /// and the answer brings it along. A responder signs one M2 only, so for it there is no such case.
  public func event(
    _ answer: ArbiterAnswer, for machine: ExchangeMachine, with key: SealingKey
  ) throws(Refusal) -> ExchangeEvent {
    let decision = try decision(answer.decision, commits: nil).content
    let second = try secondCommitment(answer, decision.commits, of: machine)
    let role = machine.side.role
    if !decision.commits.isEmpty, let commits = machine.commits, decision.commits != commits, second == nil {
      throw Refusal(.badSignature, blame: .provider, "this decision is about other commitments than ours")
    }
    return .decided(answer.decision, peerSecret(answer, as: role, with: key), commitResponder: second)
  }

  /// The M2 that came along, if it answers our M1 and is the one that the decision names.
  private func secondCommitment(
    _ answer: ArbiterAnswer, _ named: [Digest], of machine: ExchangeMachine
  ) throws(Refusal) -> SignedStatement? {
    guard let first = machine.firstCommitment, let second = answer.commitResponder,
      named == [first.digest, second.digest]
    else { return nil }
    return try commitResponder(second, answering: first.digest).signed
  }
}
