import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// Evaluations and status lists as statements.
@Suite struct EvaluationTests {
  private let key = SigningKey()

  private func evaluation() throws -> Evaluation {
    try Evaluation(
      evaluator: key.publicKey, service: Digest(plain: [1]), checker: "semper-check/1.0", report: Digest(plain: [2]),
      grade: .cautions, remarks: [.german: HumanText("Frist beachten."), .greek: HumanText("Προσοχή.")],
      issued: World.start, expires: World.time(24))
  }

  private func status(_ number: Int, _ withdrawn: [UInt8] = [], at hours: Int = 0) throws -> EvaluationStatus {
    try EvaluationStatus(
      evaluator: key.publicKey, number: number, issued: World.time(hours), nextUpdate: World.time(hours + 24),
      withdrawn: withdrawn.map { Withdrawal(of: Digest(plain: [$0]), reason: .overlooked, since: World.start) })
  }

  @Test func areReadAsWritten() throws {
    #expect(try Evaluation(json: evaluation().json) == evaluation())
    #expect(try EvaluationStatus(json: status(3, [1, 2, 3]).json) == status(3, [3, 1, 2]))
    for trusted in [
      TrustedEvaluator.key(key.thumbprint), .certified(root: [1], organisation: nil),
      .certified(root: [1], organisation: "Stiftung"),
    ] {
      #expect(try TrustedEvaluator(json: trusted.json) == trusted)
    }
  }

  @Test(arguments: ["checker", "evaluator", "exp", "grade", "iat", "remarks", "report", "service"])
  func anEvaluationHasAllItsMembersAndNoOther(_ name: String) throws {
    let object = try #require(evaluation().json.object)
    #expect(throws: CodingError.self) { try Evaluation(json: .object(object.with(name, nil))) }
    #expect(throws: CodingError.self) { try Evaluation(json: .object(object.with(name, 1.json))) }
    #expect(throws: CodingError.self) { try Evaluation(json: .object(object.with("more", 1.json))) }
  }

  @Test func whatNoEvaluatorMaySay() throws {
    let object = try #require(evaluation().json.object)
    for (name, value) in [
      ("checker", "".json), ("checker", "a b".json), ("checker", String(repeating: "a", count: 65).json),
      ("exp", World.start.json), ("grade", "good".json), ("remarks", .fields(["x": "a".json])),
      ("remarks", .fields(["de": "a\u{202E}b".json])),
    ] as [(String, JSON)] {
      #expect(throws: CodingError.self, "\(name)") { try Evaluation(json: .object(object.with(name, value))) }
    }
    let listed = try #require(status(1, [1, 2]).json.object)
    let withdrawn = try [JSON](json: #require(listed["withdrawn"]))
    for (name, value) in [
      ("number", 0.json), ("next", World.start.json), ("withdrawn", .array(withdrawn.reversed())),
      ("withdrawn", .array(withdrawn + withdrawn)), ("more", 1.json),
    ] as [(String, JSON)] {
      #expect(throws: CodingError.self, "\(name)") { try EvaluationStatus(json: .object(listed.with(name, value))) }
    }
    #expect(throws: CodingError.self) { try TrustedEvaluator(json: .fields([:])) }
    #expect(throws: CodingError.self) {
      try TrustedEvaluator(json: .fields(["key": key.thumbprint.json, "root": ByteString([1]).json]))
    }
  }

  @Test func numbersGrowAndWithdrawalsStay() throws {
    try status(2, [1]).requireFollowing(status(1))
    try status(1).requireFollowing(status(1))
    for (next, earlier) in [
      (try status(1), try status(2)), (try status(2), try status(2, [1])), (try status(3, [2]), try status(2, [1])),
      (try status(3, at: 0), try status(2, at: 1)),
    ] {
      let found = #expect(throws: Refusal.self) { try next.requireFollowing(earlier) }
      #expect(found?.code == .rolledBack)
    }
  }

  @Test func theNewestListIsRemembered() async throws {
    let archive = InMemoryArchive()
    let records = EvaluationStatusRecords(records: archive.records)
    #expect(try await records.newest(of: key.publicKey) == nil)
    func signed(_ status: EvaluationStatus, by key: SigningKey? = nil) throws -> SignedStatement {
      try SignedStatement(status, signedBy: [key ?? self.key])
    }
    let first = try signed(status(1))
    let second = try signed(status(2, [1]))
    #expect(try await records.accept(first) == first)
    #expect(try await records.accept(second) == second)
    #expect(try await records.accept(second).digest == second.digest)
    for old in [first, try signed(status(3, [2]))] {
      #expect(try await refusal { _ = try await records.accept(old) }?.code == .rolledBack)
    }
    let again = EvaluationStatusRecords(records: archive.reopened().records)
    #expect(try await again.newest(of: key.publicKey) == second)
  }
}
