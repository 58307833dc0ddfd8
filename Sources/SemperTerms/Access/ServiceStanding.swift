public import SemperCertification
import SemperModel

/// What is known of a service beside its own terms.
public enum ServiceStanding: Hashable, Sendable {
  /// Too few evaluators whom the user trusts have said anything of it that counts now.
  case unevaluated
  /// Likewise, but the user has read these very terms and wants to take part.
  case accepted
  /// The worst that a trusted evaluator says, where enough of them vouch for it.
  case evaluated(Grade, by: String)

  /// What evaluations are worth. One trusted evaluator that finds a service unfair is enough to call it that.
  public init(_ verdict: EvaluationVerdict) {
    let worst = verdict.counted.min { $0.evaluation.grade < $1.evaluation.grade }
    guard let worst, verdict.grade != nil || worst.evaluation.grade == .unfair else {
      self = .unevaluated
      return
    }
    let name =
      switch worst.evaluator {
      case .organisation(let name, _): name
      case .key(let key): key.description
      }
    self = .evaluated(worst.evaluation.grade, by: name)
  }
}
