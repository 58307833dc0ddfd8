import SemperCryptography
import SemperModel
import SemperPayments

/// What the arbiter decides, as a pure function of the record, the call and the time (`fair-exchange`, arbiter rules).
enum ArbiterRules {
  /// A decision to be written, before it has a number and a signature.
  struct Ruling: Hashable, Sendable {
    var verdict: ArbiterDecision.Verdict
    var cause: ArbiterDecision.Cause
    var commits: [Digest]
    var closes: Timestamp?
    var proof: Digest?
  }

  /// What the call leads to where nothing has been decided; `nil` when it may not be the first call.
  static func first(_ call: ArbiterCall, at now: Timestamp) -> Ruling? {
    guard let closes = call.closes else { return nil }
    guard now <= closes else {
      return Ruling(verdict: .aborted, cause: .closed, commits: [], closes: nil, proof: nil)
    }
    switch call.kind {
    case .abort: return Ruling(verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil)
    case .resolve(_, _, let fault):
      switch fault {
      case .originator:
        return Ruling(verdict: .aborted, cause: .faultOriginator, commits: call.commits, closes: nil, proof: nil)
      case .responder:
        return Ruling(verdict: .failed, cause: .faultResponder, commits: call.commits, closes: nil, proof: nil)
      case nil: break
      }
      guard let windows = call.windows else { return nil }
      guard windows.originatorOwesData else {
        return afterFirstWindow(windows, call.commits, cause: .asked, at: now)
      }
      return Ruling(
        verdict: .pending, cause: .asked, commits: call.commits, closes: now.advanced(by: windows.length),
        proof: nil)
    case .complain(let proof, let role, _): return convicted(role.peer, proof: proof, call.commits)
    case .accept, .query: return nil
    }
  }

  /// The originator's data is beyond complaint. Now the originator may look at the responder's, if that gives any.
  private static func afterFirstWindow(
    _ windows: ComplaintWindows, _ commits: [Digest], cause: ArbiterDecision.Cause, at now: Timestamp
  ) -> Ruling {
    windows.responderOwesData
      ? Ruling(
        verdict: .disclosed, cause: cause, commits: commits, closes: now.advanced(by: windows.length), proof: nil)
      : Ruling(verdict: .resolved, cause: cause, commits: commits, closes: nil, proof: nil)
  }

  private static func convicted(_ role: ExchangeRole, proof: Digest, _ commits: [Digest]) -> Ruling {
    switch role {
    case .originator:
      Ruling(verdict: .aborted, cause: .faultOriginator, commits: commits, closes: nil, proof: proof)
    case .responder:
      Ruling(verdict: .failed, cause: .faultResponder, commits: commits, closes: nil, proof: proof)
    }
  }

  /// What the call or the time leads to after an earlier decision; `nil` when that decision stands.
  static func next(
    after decision: ArbiterDecision, _ windows: ComplaintWindows?, _ call: ArbiterCall, by role: ExchangeRole,
    at now: Timestamp
  ) -> Ruling? {
    guard let closes = decision.closes else { return nil }
    switch decision.verdict {
    case .aborted, .resolved, .failed: return nil
    case .pending, .disclosed: break
    }
    let hasEnded = now >= closes
    // A responder may have signed two M2, sent a bad one and had the good one decided on, after which it knows the
    // originator's secret. A complaint about the bad one must not turn that decision.
    if !hasEnded, call.commits == decision.commits, case .complain(let proof, let plaintiff, _) = call.kind,
      plaintiff == .originator || decision.verdict == .pending
    {
      return convicted(plaintiff.peer, proof: proof, decision.commits)
    }
    let isAccepted = call.kind == .accept && role == owner(of: decision.verdict)
    guard hasEnded || isAccepted else { return nil }
    let cause: ArbiterDecision.Cause = hasEnded ? .windowEnded : .accepted
    guard decision.verdict == .pending, let windows else {
      return Ruling(verdict: .resolved, cause: cause, commits: decision.commits, closes: nil, proof: nil)
    }
    return afterFirstWindow(windows, decision.commits, cause: cause, at: now)
  }

  /// Whose window a decision that is not final has opened.
  private static func owner(of verdict: ArbiterDecision.Verdict) -> ExchangeRole? {
    switch verdict {
    case .pending: .responder
    case .disclosed: .originator
    case .aborted, .resolved, .failed: nil
    }
  }

  /// The peer's opening, where the decision lets the caller have it.
  static func opening(for role: ExchangeRole, in record: ArbiterRecord) -> OpeningSecret? {
    switch (record.current.verdict, role) {
    case (.pending, .responder), (.resolved, .responder): record.originatorSecret
    case (.disclosed, .originator), (.resolved, .originator): record.responderSecret
    case (.pending, .originator), (.disclosed, .responder), (.aborted, _), (.failed, _): nil
    }
  }
}
