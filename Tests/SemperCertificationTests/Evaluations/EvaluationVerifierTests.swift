import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// What evaluations are worth to somebody who trusts some evaluators: nothing unless everything is right.
@Suite struct EvaluationVerifierTests {
  private static let service = Digest(plain: [1])
  private let key = SigningKey()
  private let authority: CertificateAuthority
  private let certificate: [UInt8]

  init() throws {
    var system = SystemRandomNumberGenerator()
    authority = try CertificateAuthority(
      founding: "Marktaufsicht", key: SigningKey(), from: World.start, for: Span(seconds: 900 * 86_400), using: &system)
    certificate = try Self.certificate(for: key, .evaluator, authority)
  }

  private static func certificate(
    for key: SigningKey, _ role: CertifiedRole, _ authority: CertificateAuthority
  ) throws -> [UInt8] {
    var system = SystemRandomNumberGenerator()
    return try authority.issue(
      CertificateRequest(CertificateSubject(organisation: "Stiftung", role: role), for: key), from: World.start,
      for: Span(seconds: 800 * 86_400), using: &system)
  }

  private func evaluation(
    _ grade: Grade = .fair, of service: Digest = service, by key: SigningKey? = nil, from: Int = 0, until: Int = 100,
    certificates: [[UInt8]]? = nil
  ) throws -> SignedStatement {
    let key = key ?? self.key
    return try SignedStatement(
      Evaluation(
        evaluator: key.publicKey, service: service, checker: "semper-check/1.0", report: Digest(plain: [2]),
        grade: grade, issued: World.time(from), expires: World.time(until)),
      signedBy: [key], certificates: certificates ?? (key.thumbprint == self.key.thumbprint ? [certificate] : []))
  }

  private func status(
    _ number: Int = 1, by key: SigningKey? = nil, withdrawing: [Digest] = [], from: Int = 0, until: Int = 100
  ) throws -> SignedStatement {
    let key = key ?? self.key
    return try SignedStatement(
      EvaluationStatus(
        evaluator: key.publicKey, number: number, issued: World.time(from), nextUpdate: World.time(until),
        withdrawn: withdrawing.map { Withdrawal(of: $0, reason: .broken, since: World.time(from)) }), signedBy: [key])
  }

  private func verdict(
    _ evaluations: [SignedStatement], _ statuses: [SignedStatement], trusting: [TrustedEvaluator]? = nil,
    quorum: Int = 1, worst: Grade = .cautions, patience: Int64 = 0, at hours: Int = 10
  ) -> EvaluationVerdict {
    let policy = EvaluationPolicy(
      trusted: trusting ?? [.certified(root: authority.certificate, organisation: nil)], quorum: quorum, worst: worst,
      patience: Span(seconds: patience))
    return EvaluationVerifier(policy: policy).verdict(
      on: Self.service, evaluations: evaluations, statuses: statuses, at: World.time(hours))
  }

  @Test func anEvaluationOfATrustedEvaluatorCounts() throws {
    let root = authority.certificate
    for trusted in [
      TrustedEvaluator.key(key.thumbprint), .certified(root: root, organisation: nil),
      .certified(root: root, organisation: "Stiftung"),
    ] {
      let verdict = verdict([try evaluation()], [try status()], trusting: [trusted])
      #expect(verdict.grade == .fair && verdict.refusal == nil && verdict.discounted.isEmpty)
      #expect(verdict.holdsUntil == World.time(100))
    }
  }

  @Test func nothingIsTrustedUnlessSomebodySaysSo() throws {
    let (other, stranger) = (SigningKey(), SigningKey())
    var system = SystemRandomNumberGenerator()
    let elsewhere = try CertificateAuthority(
      founding: "Marktaufsicht", key: SigningKey(), from: World.start, for: Span(seconds: 900 * 86_400), using: &system)
    let seller = try Self.certificate(for: other, .seller, authority)
    let root = authority.certificate
    let cases: [(SignedStatement, SignedStatement, [TrustedEvaluator])] = [
      (try evaluation(), try status(), []),
      (try evaluation(), try status(), [.key(other.thumbprint)]),
      (try evaluation(), try status(), [.certified(root: elsewhere.certificate, organisation: nil)]),
      (try evaluation(), try status(), [.certified(root: root, organisation: "Verband")]),
      (try evaluation(), try status(), [.certified(root: [1, 2, 3], organisation: nil)]),
      (try evaluation(certificates: []), try status(), [.certified(root: root, organisation: nil)]),
      // Certified, but as something else.
      (
        try evaluation(by: other, certificates: [seller]), try status(by: other),
        [.certified(root: root, organisation: nil)]
      ),
      (try evaluation(by: stranger), try status(by: stranger), [.certified(root: root, organisation: nil)]),
    ]
    for (evaluation, status, trusted) in cases {
      let verdict = verdict([evaluation], [status], trusting: trusted)
      #expect(verdict.discounted.map(\.refusal.code) == [.untrusted])
      #expect(verdict.grade == nil && verdict.refusal?.code == .notEvaluated && verdict.refusal?.blame == .peer)
    }
    #expect(verdict([], []).refusal?.code == .notEvaluated)
    // Somebody else's certificate beside a signature.
    let dressed = try evaluation(by: stranger, certificates: [certificate])
    #expect(verdict([dressed], [try status(by: stranger)]).discounted.map(\.refusal.code) == [.badSignature])
  }

  @Test(arguments: [(-1, false), (0, true), (99, true), (100, false)])
  func anEvaluationIsInForceForItsTime(_ hours: Int, _ isInForce: Bool) throws {
    let status = try status(from: -24, until: 1_000)
    let verdict = verdict([try evaluation()], [status], trusting: [.key(key.thumbprint)], at: hours)
    #expect(verdict.discounted.map(\.refusal.code) == (isInForce ? [] : [.expired]))
    #expect((verdict.refusal == nil) == isInForce)
  }

  @Test func aStatusListIsThereAndRecent() throws {
    let evaluation = try evaluation()
    let cases: [([SignedStatement], Int64, RefusalCode?)] = [
      ([], 0, .statusTooOld), ([try status(by: SigningKey())], 0, .statusTooOld),
      ([try status(until: 9)], 0, .statusTooOld), ([try status(until: 9)], 3_600, nil),
      ([try status(until: 10)], 0, nil),
      ([try status(from: 11)], 0, .statusTooOld),
      // The newest counts, whatever the order, also where it has run out.
      ([try status(1), try status(2, until: 9)], 0, .statusTooOld),
      ([try status(2, withdrawing: [evaluation.digest]), try status(1)], 0, .withdrawn),
      ([try status(1, withdrawing: [Digest(plain: [7])])], 0, nil),
      // Two under one number.
      ([try status(2), try status(2, withdrawing: [evaluation.digest])], 0, .untrusted),
    ]
    for (number, (statuses, patience, code)) in cases.enumerated() {
      let verdict = verdict([evaluation], statuses, patience: patience)
      #expect(verdict.discounted.first?.refusal.code == code, "case \(number)")
      #expect((verdict.refusal == nil) == (code == nil), "case \(number)")
    }
  }

  @Test func anotherServiceAndAnotherStatementAreRefused() throws {
    let verdict = verdict(
      [try evaluation(of: Digest(plain: [9])), try status(), try SomeTerms.signed("x", by: key)], [try status()])
    #expect(verdict.discounted.map(\.refusal.code) == [.notAsListed, .unknownKind, .unknownKind])
    #expect(verdict.refusal != nil)
  }

  @Test func theWorstThatCountsDecides() throws {
    let (second, third) = (SigningKey(), SigningKey())
    let trusted: [TrustedEvaluator] = [.key(key.thumbprint), .key(second.thumbprint), .key(third.thumbprint)]
    func judged(_ grades: [Grade], quorum: Int = 1, worst: Grade = .cautions) throws -> EvaluationVerdict {
      let keys = [key, second, third]
      return verdict(
        try zip(grades, keys).map { try evaluation($0, by: $1) }, try keys.map { try status(by: $0) },
        trusting: trusted, quorum: quorum, worst: worst)
    }
    #expect(try judged([.fair, .cautions]).grade == .cautions)
    #expect(try judged([.fair, .cautions]).refusal == nil)
    #expect(try judged([.fair, .cautions], worst: .fair).refusal?.code == .notEvaluated)
    #expect(try judged([.fair, .fair, .unfair], quorum: 2).refusal?.code == .notEvaluated)
    #expect(try judged([.fair, .fair], quorum: 3).refusal?.code == .notEvaluated)
    #expect(try judged([.fair, .fair], quorum: 3).grade == nil)
    #expect(try judged([.fair, .fair, .fair], quorum: 3).refusal == nil)
    // One that finds it unfair is heard, also where others are missing.
    #expect(try judged([.unfair], quorum: 3).refusal?.detail.contains("unfair") == true)
  }

  /// An evaluator is one, with however many statements and keys, and its last word counts.
  @Test func anEvaluatorCountsOnce() throws {
    let second = SigningKey()
    let renewed = try Self.certificate(for: second, .evaluator, authority)
    let statements = [
      try evaluation(.unfair), try evaluation(.fair, by: second, from: 2, certificates: [renewed]),
      try evaluation(.cautions, from: 1),
    ]
    let statuses = [try status(), try status(by: second)]
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let verdict = verdict(order.map { statements[$0] }, statuses)
      #expect(verdict.counted.count == 1 && verdict.grade == .fair && verdict.discounted.count == 2)
    }
    #expect(verdict(statements, statuses, quorum: 2).refusal != nil)
    // Of two at the same time the worse, and a copy is no second one.
    let same = [try evaluation(.fair), try evaluation(.unfair), try evaluation(.fair)]
    #expect(verdict(same, statuses).counted.map(\.evaluation.grade) == [.unfair])
    #expect(verdict([same[1], same[1]], statuses).discounted.isEmpty)
  }

  @Test func noFlippedByteCounts() throws {
    let (good, status) = (try evaluation(), try status())
    for index in stride(from: 0, to: good.canonicalBytes.count, by: 11) {
      var bytes = good.canonicalBytes
      bytes[index] ^= 1
      guard let read = try? SignedStatement(bytes: bytes), read != good else { continue }
      #expect(verdict([read], [status]).refusal != nil, "byte \(index)")
    }
  }
}
