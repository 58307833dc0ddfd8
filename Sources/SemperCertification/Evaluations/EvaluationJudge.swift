public import SemperArchive
public import SemperCryptography
public import SemperModel

/// Judges evaluations by a policy and by what this home has seen before: the newest status list of each trusted evaluator is
/// remembered, so that no older one, which would hide a withdrawal, is believed again, whoever shows it.
public struct EvaluationJudge: Sendable {
  private let verifier: EvaluationVerifier
  private let memory: EvaluationStatusRecords

  public init(policy: EvaluationPolicy, records: any Records) {
    verifier = EvaluationVerifier(policy: policy)
    memory = EvaluationStatusRecords(records: records)
  }

  /// As `EvaluationVerifier.verdict`, of lists that come after all that were seen. Only lists of trusted evaluators are remembered,
  /// so that nobody can fill a home with others.
  public func verdict(
    on service: Digest, evaluations: [SignedStatement], statuses: [SignedStatement], at time: Timestamp
  ) async throws -> EvaluationVerdict {
    let lists = statuses.prefix(EvaluationVerifier.mostEvaluations).compactMap {
      try? VerifiedStatement<EvaluationStatus>(verifying: $0, keys: KeySet())
    }
    var counting = [SignedStatement]()
    var asked = Set<PublicKey>()
    for evaluation in evaluations.prefix(EvaluationVerifier.mostEvaluations) {
      guard let evaluator = verifier.evaluator(of: evaluation, at: time), asked.insert(evaluator).inserted else {
        continue
      }
      counting += try await counted(lists.filter { $0.content.evaluator == evaluator }, of: evaluator)
    }
    return verifier.verdict(on: service, evaluations: evaluations, statuses: counting, at: time)
  }

  /// The newest list, and any other under its number, which speaks against the evaluator.
  private func counted(
    _ lists: [VerifiedStatement<EvaluationStatus>], of evaluator: PublicKey
  ) async throws -> [SignedStatement] {
    for list in lists {
      do {
        _ = try await memory.accept(list.signed)
      } catch let refusal as Refusal where refusal.code == .rolledBack {
        continue
      }
    }
    guard let newest = try await memory.newest(of: evaluator) else { return [] }
    let number = try VerifiedStatement<EvaluationStatus>(verifying: newest, keys: KeySet()).content.number
    return [newest] + lists.filter { $0.content.number == number }.map(\.signed)
  }
}
