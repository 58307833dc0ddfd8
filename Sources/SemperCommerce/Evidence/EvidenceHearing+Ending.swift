import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms

// Complaint, decisions, ledger and choice.
extension EvidenceHearing {
  mutating func hearArbiter() {
    hear(.complain) { hearing, signed throws(Refusal) in try hearing.complaint(signed) }
    hear(.decision) { hearing, signed throws(Refusal) in try hearing.decision(signed) }
  }

  mutating func hearEndings() {
    hear(.settlementProposal) { hearing, signed throws(Refusal) in try hearing.settlement(signed) }
    hear(.lockOutcome) { hearing, signed throws(Refusal) in try hearing.outcome(signed) }
    hear(.choice) { hearing, signed throws(Refusal) in try hearing.choice(signed) }
  }

  private mutating func complaint(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let complaint: VerifiedStatement<Complaint> = try verified(signed)
    let exchange = try required(exchange, "a contract")
    let record = complaint.content.record
    try require(
      record.terms == exchange.terms && record.items == exchange.agreed.items,
      "it is about another exchange")
    let named = try commits(record.commits)
    let accused =
      switch complaint.content.role {
      case .responder: firsts.first { $0.digest == named[0] }?.content.commitment
      case .originator: seconds.first { $0.digest == named[1] }?.content.commitment
      }
    try ComplaintCheck.check(complaint.content, against: try required(accused, "a commitment"))
    self.complaint = complaint
    return Testimony(
      says: "proves that the data at \(complaint.content.path), opened with the "
        + "\(complaint.content.role.peer.rawValue)'s secret, is not what "
        + "was agreed (chunk \(complaint.content.proof.chunk))")
  }

  private mutating func decision(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let verifier = try required(verifier, "a contract")
    let decision = try verifier.decision(signed, commits: nil)
    if !decision.content.commits.isEmpty { _ = try commits(decision.content.commits) }
    if let complaint, let proof = decision.content.proof {
      try require(proof == complaint.content.proof.documentDigest, "it rests on another proof than the complaint's")
    }
    decisions.append(decision)
    return Testimony(
      says: "decides “\(decision.content.verdict.rawValue)” (\(decision.content.cause.rawValue)), entry "
        + "\(decision.content.number) of the arbiter's log",
      time: decision.content.issued)
  }

  private mutating func settlement(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let verifier = try required(verifier, "a contract")
    let party = try VerifiedStatement<SettlementProposal>(verifying: signed, keys: keys).content.party
    let role: ExchangeRole = party == verifier.terms.thumbprint(of: .originator) ? .originator : .responder
    let proposal = try verifier.settlementProposal(signed, by: role)
    settlements.append(proposal)
    let paid = proposal.content.plan.paid.map { ", \($0) to the payee" } ?? ""
    return Testimony(says: "proposes, as \(role.rawValue), to settle without the arbiter\(paid)")
  }

  private mutating func outcome(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let outcome: VerifiedStatement<LockOutcome> = try verified(signed)
    let receipt = try required(receipts.first { $0.content.terms == outcome.content.terms }, "a lock")
    guard outcome.content.ledger == receipt.content.ledger else {
      throw Refusal(.wrongSigner, blame: .provider, "another ledger ends the lock than the one that made it")
    }
    let (paid, locked) = (outcome.content.paid, receipt.content.terms.amount)
    let fits =
      switch outcome.content.ending {
      case .claimed: paid == locked
      case .refunded, .undone: paid == .zero(locked.currency)
      case .settled: paid.currency == locked.currency && (0...locked.minorUnits).contains(paid.minorUnits)
      }
    guard fits else {
      throw Refusal(
        .amountMismatch, blame: .provider,
        "\(paid) paid does not fit a lock of \(locked) that was "
          + outcome.content.ending.rawValue)
    }
    outcomes.append(outcome)
    return Testimony(
      says: "ends the lock of \(locked): \(outcome.content.ending.rawValue), \(paid) to the payee",
      time: outcome.content.issued)
  }

  private mutating func choice(_ signed: SignedStatement) throws(Refusal) -> Testimony {
    let choice: VerifiedStatement<Choice> = try verified(signed)
    let (terms, contract) = (try required(terms, "terms of business"), try required(contract, "a contract"))
    try require(
      choice.content.deal == bundle.deal && choice.content.contract == contract.digest
        && choice.content.service == terms.digest, "it is about another deal")
    guard case .choose(let side, let options)? = terms.content.state(choice.content.state)?.step,
      options.contains(where: { $0.name == choice.content.option })
    else {
      throw Refusal(.outsideTerms, blame: .peer, "the terms of business give no such choice")
    }
    let chooser = side == .buyer ? contract.content.buyer : contract.content.seller
    guard choice.content.party == chooser else {
      throw Refusal(.wrongSigner, blame: .peer, "the choice was not this party's")
    }
    self.choice = choice
    return Testimony(
      says: "chooses “\(choice.content.option)” in the state “\(choice.content.state)”", time: choice.content.issued,
      terms: choice.content.service)
  }
}
