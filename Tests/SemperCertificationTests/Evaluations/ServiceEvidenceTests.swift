import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// What a seller may hand on beside its terms, read strictly.
@Suite struct ServiceEvidenceTests {
  private let key = SigningKey()

  private func package() throws -> UnverifiedPackage {
    try UnverifiedPackage(terms: SomeTerms.signed("thirty days", by: key))
  }

  private func evaluation() throws -> SignedStatement {
    try SignedStatement(
      Evaluation(
        evaluator: key.publicKey, service: package().service, checker: "semper-check/1.0", report: Digest(plain: [1]),
        grade: .fair, issued: World.start, expires: World.time(1)), signedBy: [key])
  }

  @Test func survivesItsOwnJSON() throws {
    let (evaluation, status) = (try evaluation(), try World.status(1, by: key))
    let evidence = try ServiceEvidence(package: package(), statements: [status, evaluation])
    #expect(evidence.evaluations == [evaluation] && evidence.statuses == [status])
    #expect(try ServiceEvidence(canonicalBytes: evidence.canonicalBytes) == evidence)
  }

  @Test func whatIsNoEvaluatorsStatementOrTooManyIsRefused() throws {
    let package = try package()
    #expect(throws: CodingError.self) { try ServiceEvidence(package: package, statements: [package.terms]) }
    let status = try World.status(1, by: key)
    #expect(throws: CodingError.self) {
      try ServiceEvidence(package: package, statements: Array(repeating: status, count: 17))
    }
    guard case .object(let object) = try ServiceEvidence(package: package, statements: []).json else { return }
    let later: JSON = .object(object.with("v", 2.json))
    #expect(throws: CodingError.self) { try ServiceEvidence(canonicalBytes: later.canonicalBytes) }
  }
}
