import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

// What a malicious party can do about settling jointly.
extension Grammar {
  /// Proposals of every kind, with words to the ledger that fit them or not, and divisions of locks without the other's word.
  func beginToSettle(_ bout: Bout, _ cheat: ExchangeRole) throws {
    let stage = bout.stage
    let holdings = try ExchangeRole.allCases.flatMap { try stage.holdings(of: $0) }
    for (kind, plan) in stage.plans(PlanKind.allCases, by: cheat) {
      var lock: LockTerms?
      if let index = plan.lockIndex, case .lock(let terms)? = holdings[index] { lock = terms }
      for division in lock == nil ? [.good] : Stage.DivisionKind.allCases {
        let proposal = try stage.proposal(plan, dividing: lock, division, as: cheat)
        let words = "a proposal (\(kind.rawValue)" + (lock == nil ? ")" : ", \(division.rawValue) word to the ledger)")
        bout.letters.append(Letter(statement: proposal, needs: 0, words: words))
      }
    }
    let foreign = try stage.proposal(
      stage.plan(.undividedCallOff, by: cheat), dividing: nil, .good, as: cheat,
      about: "another exchange".documentDigest)
    bout.letters.append(Letter(statement: foreign, needs: 0, words: "a proposal about another exchange"))
    // Alone, as payer or as payee.
    for case .lock(let terms)? in holdings {
      let isOwn = terms.refund == stage.cast.key(cheat).thumbprint
      let plan = stage.plan(isOwn ? .callOff : .fulfil, by: cheat)
      let division = try stage.division(of: terms, under: plan, .good, as: cheat)
      deal(
        .settle(division, by: stage.cast.key(cheat).thumbprint), bout.ledger.slot(.lock(terms)), 0, bout,
        isOwn ? "divides its own lock without its payee" : "divides the peer's lock in the peer's name")
    }
  }

  /// A proposal or a consent of an honest party.
  func settle(_ statement: SignedStatement, _ bit: FactSet, _ bout: Bout) throws {
    for other in bouts {
      let words = statement.words + (other.number == bout.number ? "" : " of the other exchange")
      other.letters.append(Letter(statement: statement, needs: bit, words: words))
    }
    guard let cheat = bout.stage.setting.cheat?.role, statement.kind == .settlementProposal else { return }
    let consent = try bout.stage.consent(to: statement, as: cheat)
    bout.letters.append(Letter(statement: consent, needs: bit, words: "a consent"))
    guard let division = statement.journalled(as: SettlementProposal.self).division else { return }
    let terms = division.journalled(as: LockDivision.self).terms
    deal(
      .settle(division, by: bout.stage.cast.key(cheat).thumbprint), bout.ledger.slot(.lock(terms)), bit, bout,
      "agrees at the ledger to what the payer has proposed")
  }
}
