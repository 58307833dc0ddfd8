public import SemperCryptography
public import SemperModel

/// Judges evaluations by a policy: a pure function of what was brought and of the time, which asks nobody.
///
/// An evaluation counts when it is signed by an evaluator that the policy trusts, is about this service, is in force, and the
/// evaluator's newest status list is recent and does not withdraw it. Without such a list nothing of the evaluator counts.
public struct EvaluationVerifier: Sendable {
  static let mostEvaluations = 64
  private let policy: EvaluationPolicy

  public init(policy: EvaluationPolicy) { self.policy = policy }

  /// - Parameters:
  ///   - evaluations: as they came, at most 64 of which are looked at.
  ///   - statuses: status lists as they came; those of others are passed over.
  public func verdict(
    on service: Digest, evaluations: [SignedStatement], statuses: [SignedStatement], at time: Timestamp
  ) -> EvaluationVerdict {
    let statuses = statuses.prefix(Self.mostEvaluations).compactMap {
      try? VerifiedStatement<EvaluationStatus>(verifying: $0, keys: KeySet())
    }
    var counted = [EvaluationVerdict.Counted]()
    var discounted = [EvaluationVerdict.Discounted]()
    for signed in evaluations.prefix(Self.mostEvaluations)
    where !counted.contains(where: { $0.digest == signed.digest }) {
      do {
        let found = try judged(signed, service, statuses, time)
        guard let earlier = counted.firstIndex(where: { $0.evaluator == found.evaluator }) else {
          counted.append(found)
          continue
        }
        let isLater = Self.replaces(found.evaluation, counted[earlier].evaluation)
        let passed = isLater ? counted[earlier] : found
        if isLater { counted[earlier] = found }
        discounted.append(Self.superseded(passed))
      } catch {
        discounted.append(EvaluationVerdict.Discounted(digest: signed.digest, refusal: error))
      }
    }
    return EvaluationVerdict(
      service: service, time: time, policy: policy, counted: counted, discounted: discounted)
  }

  private func judged(
    _ signed: SignedStatement, _ service: Digest, _ statuses: [VerifiedStatement<EvaluationStatus>],
    _ time: Timestamp
  ) throws(Refusal) -> EvaluationVerdict.Counted {
    let evaluation = try VerifiedStatement<Evaluation>(verifying: signed, keys: KeySet()).content
    guard evaluation.service == service else {
      throw Refusal(.notAsListed, blame: .peer, "the evaluation is about another service")
    }
    let evaluator = try identity(of: evaluation.evaluator, in: signed, time)
    guard evaluation.issued <= time, time < evaluation.expires else {
      throw Refusal(
        .expired, blame: .peer,
        "the evaluation is in force from \(evaluation.issued) until \(evaluation.expires); ask the evaluator for a new one"
      )
    }
    let status = try newest(of: evaluation.evaluator, statuses, time)
    if let withdrawal = status.withdrawal(of: signed.digest) {
      throw Refusal(
        .withdrawn, blame: .peer,
        "the evaluator has withdrawn the evaluation on \(withdrawal.since) (\(withdrawal.reason.rawValue)); do not rely on it"
      )
    }
    return EvaluationVerdict.Counted(digest: signed.digest, evaluator: evaluator, evaluation: evaluation)
  }

  /// The key of a trusted evaluator that has signed this evaluation; `nil` for anybody else's.
  func evaluator(of signed: SignedStatement, at time: Timestamp) -> PublicKey? {
    guard let evaluation = try? VerifiedStatement<Evaluation>(verifying: signed, keys: KeySet()).content,
      (try? identity(of: evaluation.evaluator, in: signed, time)) != nil
    else { return nil }
    return evaluation.evaluator
  }

  private func identity(
    of key: PublicKey, in signed: SignedStatement, _ time: Timestamp
  ) throws(Refusal) -> EvaluatorIdentity {
    var reason: Refusal?
    for trusted in policy.trusted {
      switch trusted {
      case .key(let thumbprint): if thumbprint == key.thumbprint { return .key(thumbprint) }
      case .certified(let root, let organisation):
        guard let chain = signed.signatures.first?.header.certificates, !chain.isEmpty,
          let verifier = try? CertificateVerifier(
            policy: CertificatePolicy(roots: [root], role: .evaluator, time: time))
        else { continue }
        switch verifier.verdict(on: chain) {
        case .valid(let identity):
          guard identity.key == key, organisation.map({ $0 == identity.subject.organisation }) ?? true else { continue }
          return .organisation(identity.subject.organisation, root: identity.root)
        case .refused(let refusal): reason = refusal
        }
      }
    }
    throw Refusal(
      .untrusted, blame: .peer,
      "the evaluator \(key.thumbprint) is not one that you trust\(reason.map { " (\($0.detail))" } ?? "")")
  }

  /// The list that says most, if it is recent. An evaluator that has signed two under one number is believed nothing.
  private func newest(
    of evaluator: PublicKey, _ statuses: [VerifiedStatement<EvaluationStatus>], _ time: Timestamp
  ) throws(Refusal) -> EvaluationStatus {
    let own = statuses.filter { $0.content.evaluator == evaluator }
    guard let newest = own.max(by: { $0.content.number < $1.content.number }) else {
      throw Refusal(
        .statusTooOld, blame: .peer,
        "the evaluator's list of withdrawn evaluations is missing; fetch it from the directory")
    }
    guard own.allSatisfy({ $0.content.number < newest.content.number || $0.digest == newest.digest }) else {
      throw Refusal(
        .untrusted, blame: .peer,
        "the evaluator has signed two status lists with the number \(newest.content.number); keep both and tell others")
    }
    let latest = newest.content.nextUpdate.advanced(by: policy.patience)
    guard newest.content.issued <= time, time <= latest else {
      throw Refusal(
        .statusTooOld, blame: .peer,
        "the evaluator's list of withdrawn evaluations was good from \(newest.content.issued) until \(latest); fetch its next one"
      )
    }
    return newest.content
  }

  /// The later one counts; of two at the same time, the worse.
  private static func replaces(_ one: Evaluation, _ other: Evaluation) -> Bool {
    one.issued == other.issued ? one.grade < other.grade : one.issued > other.issued
  }

  private static func superseded(_ passed: EvaluationVerdict.Counted) -> EvaluationVerdict.Discounted {
    EvaluationVerdict.Discounted(
      digest: passed.digest,
      refusal: Refusal(.expired, blame: .peer, "the same evaluator has spoken again since"))
  }
}
