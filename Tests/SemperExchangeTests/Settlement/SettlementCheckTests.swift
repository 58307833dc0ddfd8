import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting
import Testing

/// What may be proposed, what is let in, and what makes a settlement.
@Suite struct SettlementCheckTests {
  private let stage: Stage
  private let other: Stage
  private let until = Stage.start.advanced(by: Span(seconds: 600))
  private let price = Money(minorUnits: 500, .euro)

  init() throws {
    stage = try Stage(originator: [.data, .receipt], responder: [.money])
    other = try Stage(originator: [.data, .receipt], responder: [.money], seed: 8)
  }

  private func plan(_ fates: ItemFate...) -> SettlementPlan { SettlementPlan(fates: fates, until: until) }

  private func code(_ body: () throws -> Void) -> RefusalCode? {
    do {
      try body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test func plansThatNobodyMayPropose() throws {
    let (zero, more) = (Money.zero(.euro), Money(minorUnits: 501, .euro))
    let bad: [(SettlementPlan, ExchangeRole)] = [
      (plan(.void, .void), .responder),
      (plan(.void, .void, .given), .responder),
      (plan(.void, .paid(zero), .void), .responder),
      (plan(.paid(zero), .void, .void), .responder),
      (plan(.void, .void, .paid(more)), .responder),
      (plan(.void, .void, .paid(Money(minorUnits: 1, try Currency(code: "CHF")))), .responder),
      (plan(.void, .void, .paid(zero)), .originator),
      (plan(.given, .void, .void), .originator),
    ]
    for (plan, role) in bad {
      #expect(
        code { try SettlementCheck.check(plan, by: role, in: stage.terms, items: stage.items) } == .outsideTerms,
        "\(plan.fates) by the \(role.rawValue)")
    }
    for good in [plan(.void, .void, .paid(zero)), plan(.given, .given, .paid(price)), plan(.void, .void, .void)] {
      try SettlementCheck.check(good, by: .responder, in: stage.terms, items: stage.items)
    }
    let money = try Stage(originator: [.money], responder: [.money])
    for plan in [plan(.paid(zero), .paid(zero)), plan(.paid(price), .paid(price)), plan(.paid(zero), .paid(price))] {
      try SettlementCheck.check(plan, by: .responder, in: money.terms, items: money.items)
    }
    // A lock that follows another is paid as a whole, and none follows one that is not divided.
    let part = Money(minorUnits: 100, .euro)
    try SettlementCheck.check(plan(.paid(zero), .paid(part)), by: .responder, in: money.terms, items: money.items)
    for plan in [plan(.paid(part), .paid(zero)), plan(.paid(zero), .void)] {
      #expect(
        code { try SettlementCheck.check(plan, by: .responder, in: money.terms, items: money.items) } == .outsideTerms)
    }
  }

  private func lock(_ stage: Stage) throws -> LockTerms {
    let item = try #require(stage.items.last)
    return try #require(stage.lock(item, of: .responder))
  }

  private func division(
    _ stage: Stage, _ plan: SettlementPlan, paid: Money? = nil, agreement: Digest? = nil, ledger: SigningKey? = nil,
    until: Timestamp? = nil, refund: SigningKey? = nil
  ) throws -> SignedStatement {
    let lock = try lock(stage)
    let key = refund ?? stage.responder
    return try SignedStatement(
      LockDivision(
        terms: lock, ledger: (ledger ?? stage.bank).thumbprint,
        paid: paid ?? plan.paid ?? price, agreement: agreement ?? plan.agreement(on: stage.terms.id),
        until: until ?? plan.until, refund: key.publicKey), signedBy: [key])
  }

  private func proposal(
    _ plan: SettlementPlan, _ division: SignedStatement?, of stage: Stage? = nil, by key: SigningKey? = nil
  ) throws -> SignedStatement {
    let (stage, key) = (stage ?? self.stage, key ?? self.stage.responder)
    return try SignedStatement(
      SettlementProposal(exchange: stage.terms.id, party: key.thumbprint, plan: plan, division: division),
      signedBy: [key])
  }

  @Test func proposalsThatAreNotLetIn() throws {
    let plan = plan(.void, .void, .paid(.zero(.euro)))
    let verifier = try stage.verifier
    let good = try proposal(plan, division(stage, plan))
    _ = try verifier.settlementProposal(good, by: .responder)
    let stranger = SigningKey()
    let bad: [(String, SignedStatement, RefusalCode)] = [
      ("of another exchange", try proposal(plan, division(other, plan), of: other, by: other.responder), .badSignature),
      ("about another exchange", try proposal(plan, division(stage, plan), of: other), .outsideTerms),
      ("a stranger's", try proposal(plan, division(stage, plan), by: stranger), .badSignature),
      ("with another lock", try proposal(plan, division(other, plan)), .lockInvalid),
      ("with another sum", try proposal(plan, division(stage, plan, paid: price)), .lockInvalid),
      ("with another agreement", try proposal(plan, division(stage, plan, agreement: other.terms.id)), .lockInvalid),
      ("with another ledger", try proposal(plan, division(stage, plan, ledger: stranger)), .lockInvalid),
      ("with another end", try proposal(plan, division(stage, plan, until: Stage.start)), .lockInvalid),
      ("with a stranger's word", try proposal(plan, division(stage, plan, refund: stranger)), .lockInvalid),
      ("with the payee's word", try proposal(plan, division(stage, plan, refund: stage.originator)), .lockInvalid),
    ]
    for (name, signed, code) in bad {
      #expect(self.code { _ = try verifier.settlementProposal(signed, by: .responder) } == code, "\(name)")
    }
    #expect(code { _ = try verifier.settlementProposal(good, by: .originator) } == .wrongSigner)
    #expect(code { _ = try verifier.settlementProposal(proposal(plan, nil), by: .responder) } == .malformed)
  }

  @Test func consentsThatAreNotLetIn() throws {
    let verifier = try stage.verifier
    func consent(_ proposal: Digest, by key: SigningKey, in stage: Stage) throws -> SignedStatement {
      try SignedStatement(
        SettlementConsent(exchange: stage.terms.id, party: key.thumbprint, proposal: proposal), signedBy: [key])
    }
    let (mine, another) = ("mine".documentDigest, "another".documentDigest)
    let good = try consent(mine, by: stage.originator, in: stage)
    _ = try verifier.settlementConsent(good, to: mine, by: .originator)
    #expect(code { _ = try verifier.settlementConsent(good, to: another, by: .originator) } == .outsideTerms)
    #expect(code { _ = try verifier.settlementConsent(good, to: mine, by: .responder) } == .wrongSigner)
    let elsewhere = try consent(mine, by: stage.originator, in: other)
    #expect(code { _ = try verifier.settlementConsent(elsewhere, to: mine, by: .originator) } == .outsideTerms)
    let forged = try consent(mine, by: SigningKey(), in: stage)
    #expect(code { _ = try verifier.settlementConsent(forged, to: mine, by: .originator) } == .badSignature)
  }

  /// With a lock the ledger's word about this agreement makes the settlement, and nothing else does; without one, both
  /// signatures.
  @Test func whatMakesASettlement() throws {
    let plan = plan(.void, .void, .paid(.zero(.euro)))
    let signed = try proposal(plan, division(stage, plan))
    let mine = try stage.verifier.settlementProposal(signed, by: .responder)
    let consent = try VerifiedStatement(
      signing: SettlementConsent(
        exchange: stage.terms.id, party: stage.originator.thumbprint, proposal: signed.digest),
      with: [stage.originator])
    func outcome(
      _ ending: LockOutcome.Ending = .settled, paid: Int64 = 0, agreement: Digest? = nil, ledger: SigningKey? = nil
    ) throws -> VerifiedStatement<LockOutcome> {
      let key = ledger ?? stage.bank
      return try VerifiedStatement(
        signing: LockOutcome(
          terms: lock(stage), ending: ending,
          paid: Money(minorUnits: paid, .euro),
          agreement: ending == .settled ? agreement ?? plan.agreement(on: stage.terms.id) : nil,
          ledger: key.thumbprint, issued: Stage.start), with: [key])
    }
    func isAgreed(_ outcome: VerifiedStatement<LockOutcome>?) -> Bool {
      code {
        try SettlementCheck.requireAgreed(
          mine.content, consent: consent, outcome: outcome, proposalDigest: mine.digest)
      } == nil
    }
    #expect(try isAgreed(outcome()))
    #expect(!isAgreed(nil), "a consent without the ledger's word")
    #expect(try !isAgreed(outcome(.refunded)))
    #expect(try !isAgreed(outcome(paid: 1)))
    #expect(try !isAgreed(outcome(agreement: other.terms.id)))
    #expect(try !isAgreed(outcome(ledger: SigningKey())))
  }
}
