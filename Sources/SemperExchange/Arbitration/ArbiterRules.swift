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
    case .resolve(let originator, _, let dataFromOriginator):
      guard dataFromOriginator else {
        return Ruling(verdict: .resolved, cause: .asked, commits: call.commits, closes: nil, proof: nil)
      }
      // Data can be opened only with the originator's secret; if what it sealed is garbage, the fault is its own.
      guard originator != nil, let window = call.window else {
        return Ruling(
          verdict: .aborted, cause: .faultOriginator, commits: call.commits, closes: nil, proof: nil)
      }
      return Ruling(
        verdict: .pending, cause: .asked, commits: call.commits, closes: now.advanced(by: window),
        proof: nil)
    case .complain(let proof, _):
      return Ruling(
        verdict: .aborted, cause: .faultOriginator, commits: call.commits, closes: nil, proof: proof)
    case .accept, .query: return nil
    }
  }

  /// What the call or the time leads to after an earlier decision; `nil` when that decision stands.
  static func next(
    after decision: ArbiterDecision, _ call: ArbiterCall, by role: ExchangeRole, at now: Timestamp
  ) -> Ruling? {
    guard case .pending = decision.verdict, let closes = decision.closes else { return nil }
    func resolved(_ cause: ArbiterDecision.Cause) -> Ruling {
      Ruling(verdict: .resolved, cause: cause, commits: decision.commits, closes: nil, proof: nil)
    }
    if now >= closes { return resolved(.windowEnded) }
    switch call.kind {
    case .complain(let proof, _):
      return Ruling(
        verdict: .aborted, cause: .faultOriginator, commits: decision.commits, closes: nil, proof: proof)
    case .accept: return role == .responder ? resolved(.accepted) : nil
    case .abort, .resolve, .query: return nil
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
