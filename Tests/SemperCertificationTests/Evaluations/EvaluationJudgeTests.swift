import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// A withdrawal that was seen once is never unseen, whoever shows which list.
@Suite struct EvaluationJudgeTests {
  private static let service = Digest(plain: [1])
  private static let table = RecordTable("evaluation_status")
  private let key = SigningKey()
  private let home = InMemoryArchive()
  private let evaluation: SignedStatement

  init() throws {
    evaluation = try SignedStatement(
      Evaluation(
        evaluator: key.publicKey, service: Self.service, checker: "semper-check/1.0", report: Digest(plain: [2]),
        grade: .fair, issued: World.start, expires: World.time(24 * 90)), signedBy: [key])
  }

  private func verdict(
    _ statuses: [SignedStatement], trusting keys: [Thumbprint]? = nil, of evaluations: [SignedStatement]? = nil
  ) async throws -> EvaluationVerdict {
    let policy = EvaluationPolicy(trusted: (keys ?? [key.thumbprint]).map { .key($0) })
    return try await EvaluationJudge(policy: policy, records: home.records).verdict(
      on: Self.service, evaluations: evaluations ?? [evaluation], statuses: statuses, at: World.time(10))
  }

  private var withdrawal: Withdrawal { Withdrawal(of: evaluation.digest, reason: .broken, since: World.time(1)) }

  @Test func anOlderListHidesNoWithdrawal() async throws {
    let first = try World.status(1, by: key)
    #expect(try await verdict([first]).grade == .fair)
    let second = try World.status(2, by: key, withdrawing: [withdrawal], at: 1)
    #expect(try await verdict([second]).discounted.map(\.refusal.code) == [.withdrawn])
    #expect(try await verdict([first]).discounted.map(\.refusal.code) == [.withdrawn])
    // Nothing at all hides it neither.
    #expect(try await verdict([]).discounted.map(\.refusal.code) == [.withdrawn])
  }

  @Test func aListThatTakesAWithdrawalBackIsNotBelieved() async throws {
    _ = try await verdict([try World.status(2, by: key, withdrawing: [withdrawal], at: 1)])
    let third = try World.status(3, by: key, at: 2)
    #expect(try await verdict([third]).discounted.map(\.refusal.code) == [.withdrawn])
  }

  @Test func twoListsUnderOneNumberSpeakAgainstTheEvaluator() async throws {
    _ = try await verdict([try World.status(1, by: key)])
    let other = try World.status(1, by: key, withdrawing: [withdrawal], at: 1)
    #expect(try await verdict([other]).discounted.map(\.refusal.code) == [.untrusted])
  }

  @Test func aNewListIsLookedAtBesideTheOneThatWasSeen() async throws {
    _ = try await verdict([try World.status(1, by: key)])
    #expect(try await verdict([try World.status(2, by: key, at: 1)]).grade == .fair)
  }

  @Test func listsOfStrangersAreNotKept() async throws {
    let stranger = SigningKey()
    let theirs = try SignedStatement(
      Evaluation(
        evaluator: stranger.publicKey, service: Self.service, checker: "semper-check/1.0", report: Digest(plain: [2]),
        grade: .fair, issued: World.start, expires: World.time(24 * 90)), signedBy: [stranger])
    let status = try World.status(1, by: stranger)
    let verdict = try await verdict([status], of: [theirs])
    #expect(verdict.grade == nil && verdict.discounted.map(\.refusal.code) == [.untrusted])
    #expect(try await home.records.read { try $0.list(Self.table, prefix: [], after: nil, limit: 1) }.isEmpty)
  }
}
