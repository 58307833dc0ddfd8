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
      var (lock, other): (LockTerms?, LockTerms?)
      for (index, _) in plan.divisions where index < holdings.count {
        guard case .lock(let terms)? = holdings[index] else { continue }
        if terms.refund == stage.cast.key(cheat).thumbprint { lock = terms } else { other = terms }
      }
      if lock == nil { (lock, other) = (other, nil) }
      // The receipt of its lock comes along where the peer's is to follow it.
      let needs = other == nil ? 0 : lock.map { receipt(of: $0, bout) } ?? 0
      for division in lock == nil ? [.good] : Stage.DivisionKind.allCases {
        let proposal = try stage.proposal(plan, dividing: lock, beside: other, division, as: cheat)
        let words = "a proposal (\(kind.rawValue)" + (lock == nil ? ")" : ", \(division.rawValue) word to the ledger)")
        bout.letters.append(Letter(statement: proposal, needs: needs, words: words))
      }
      guard let lock, let other else { continue }
      for pledge in Stage.PledgeKind.allCases where pledge != .good {
        let proposal = try stage.proposal(plan, dividing: lock, beside: other, .good, pledge, as: cheat)
        bout.letters.append(
          Letter(statement: proposal, needs: needs, words: "a proposal (\(kind.rawValue), \(pledge.rawValue) pledge)"))
      }
      try follow(plan, lock, other, bout, cheat)
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
    tell(statement, bit, bout, statement.words)
    guard let cheat = bout.stage.setting.cheat?.role, statement.kind == .settlementProposal else { return }
    let consent = try bout.stage.consent(to: statement, as: cheat)
    bout.letters.append(Letter(statement: consent, needs: bit, words: "a consent"))
    let proposal = statement.journalled(as: SettlementProposal.self)
    guard let division = proposal.division else { return }
    let terms = division.journalled(as: LockDivision.self).terms
    if let joining = proposal.joining { return try join(division, joining.pledge, bit, bout, cheat) }
    deal(
      .settle(division, by: bout.stage.cast.key(cheat).thumbprint), bout.ledger.slot(.lock(terms)), bit, bout,
      "agrees at the ledger to what the payer has proposed")
  }

  /// That a malicious party has locked under these terms.
  private func receipt(of terms: LockTerms, _ bout: Bout) -> FactSet {
    facts.bit(.receipt(bout.ledger.slot(.lock(terms))), of: bout.number)
  }

  /// A malicious proposer takes what its own lock's end gives at the other's ledger, or frees what waits there.
  private func follow(
    _ plan: SettlementPlan, _ lock: LockTerms, _ other: LockTerms, _ bout: Bout, _ cheat: ExchangeRole
  ) throws {
    let stage = bout.stage
    let content = try stage.proposal(plan, dividing: lock, beside: other, .good, as: cheat)
      .journalled(as: SettlementProposal.self)
    guard let pledge = content.joining?.pledge, let signed = content.division else { return }
    let division = signed.journalled(as: LockDivision.self)
    let (decider, slot) = (bout.ledger.slot(.lock(lock)), bout.ledger.slot(.lock(other)))
    let divided = bout.ledger.standing(settledBy: division)
    let outcome = try stage.word(of: lock, divided, bout.ledger)
    deal(
      .settle(pledge, with: outcome, by: stage.cast.key(cheat).thumbprint), slot, 0, bout, at: (decider, divided),
      "takes what its own lock's end gives it of the peer's")
    deal(.settle(signed, by: stage.cast.key(cheat).thumbprint), decider, 0, bout, "divides its own lock alone")
    for standing in bout.ledger.otherEndings(than: division) {
      let word = try stage.word(of: lock, standing, bout.ledger)
      deal(.release(pledge, by: word), slot, 0, bout, at: (decider, standing), "frees the peer's lock")
      deal(
        .settle(pledge, with: word, by: stage.cast.key(cheat).thumbprint), slot, 0, bout, at: (decider, standing),
        "takes the peer's lock with a word about another end")
    }
    // By its own key, which a pledge of its own may name.
    let (key, word) = (stage.cast.key(cheat), outcome.journalled(as: LockOutcome.self))
    let own = try stage.proposal(plan, dividing: lock, beside: other, .good, .ownKeyDecides, as: cheat)
    if let pledge = own.journalled(as: SettlementProposal.self).joining?.pledge {
      let forged = try SignedStatement(
        LockOutcome(
          terms: lock, ending: .settled, paid: word.paid, agreement: word.agreement, ledger: key.thumbprint,
          issued: Instant.start), signedBy: [key])
      deal(
        .settle(pledge, with: forged, by: key.thumbprint), slot, 0, bout, "takes the peer's lock with a word of its own"
      )
    }
    deal(.freeze(pledge, by: key.thumbprint), slot, 0, bout, "freezes the peer's lock without the peer")
  }

  /// A malicious party agrees to what an honest one has proposed, or does a part of it.
  private func join(
    _ signed: SignedStatement, _ pledge: SignedStatement, _ bit: FactSet, _ bout: Bout, _ cheat: ExchangeRole
  ) throws {
    let stage = bout.stage
    let (division, own) = (signed.journalled(as: LockDivision.self), pledge.journalled(as: LockPledge.self))
    let (decider, mine) = (bout.ledger.slot(.lock(division.terms)), bout.ledger.slot(.lock(own.terms)))
    let key = stage.cast.key(cheat).thumbprint
    let divided = bout.ledger.standing(settledBy: division)
    let frozen = LedgerTable.Standing.frozen(bout.ledger.pledge(pledge))
    let freeze = try stage.freeze(under: own)
    let outcome = try stage.word(of: division.terms, divided, bout.ledger)
    deal(.freeze(pledge, by: key), mine, bit, bout, "freezes its lock as the peer has proposed")
    deal(.settle(signed, by: key), decider, bit, bout, "divides the peer's lock and not its own")
    deal(.settle(signed, with: freeze, by: key), decider, bit, bout, at: (mine, frozen), "divides the peer's lock")
    deal(.release(pledge, by: outcome), mine, bit, bout, at: (decider, divided), "has its own lock follow")
    for standing in bout.ledger.otherEndings(than: division) {
      let word = try stage.word(of: division.terms, standing, bout.ledger)
      deal(.release(pledge, by: word), mine, bit, bout, at: (decider, standing), "frees its own lock")
    }
    let early = try SignedStatement(
      LockLapse(
        terms: division.terms, until: Timestamp(seconds: Instant.start.seconds - 1),
        ledger: stage.cast.ledger.thumbprint, issued: Instant.start), signedBy: [stage.cast.ledger])
    deal(.release(pledge, by: early), mine, bit, bout, "frees its own lock with a word of an earlier time")
  }
}
