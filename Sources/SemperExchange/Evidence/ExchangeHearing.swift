import SemperCredentials
import SemperCryptography
import SemperModel
import SemperPayments

/// Goes through the bundle of an exchange and remembers what holds. A statement about one that is missing or does not hold
/// does not hold either.
struct ExchangeHearing: Sendable {
  let bundle: ExchangeBundle
  private let arbiters: Set<Thumbprint>
  private let ledgers: Set<Thumbprint>
  private(set) var links: [ExchangeReport.Link] = []
  private(set) var firsts: [VerifiedStatement<CommitOriginator>] = []
  private(set) var seconds: [VerifiedStatement<CommitResponder>] = []
  private(set) var third: VerifiedStatement<OpenOriginator>?
  private(set) var fourth: VerifiedStatement<OpenResponder>?
  private(set) var decisions: [ArbiterDecision] = []
  private(set) var complaint: VerifiedStatement<Complaint>?
  private(set) var outcomes: [LockOutcome] = []
  private(set) var invalid: [StatusTerms] = []
  private(set) var proposals: [VerifiedStatement<SettlementProposal>] = []
  private(set) var consents: [VerifiedStatement<SettlementConsent>] = []
  /// The ledgers' words that they have divided locks.
  private(set) var settled: [VerifiedStatement<LockOutcome>] = []

  var terms: ExchangeTerms { bundle.terms }

  init(_ bundle: ExchangeBundle, arbiters: Set<Thumbprint>, ledgers: Set<Thumbprint>) {
    self.bundle = bundle
    self.arbiters = arbiters
    self.ledgers = ledgers
  }

  mutating func hear() {
    let verifier: ExchangeVerifier
    do throws(Refusal) {
      verifier = try ExchangeVerifier(terms: terms, items: bundle.items)
      add("terms", "agree on the exchange at level \(terms.body.level.rawValue)", nil)
    } catch {
      return add("terms", "do not hold", error)
    }
    hear(.commitOriginator) { hearing, signed throws(Refusal) in
      hearing.firsts.append(try verifier.commitOriginator(signed))
      return "commits as originator"
    }
    hear(.commitResponder) { hearing, signed throws(Refusal) in
      let named = try VerifiedStatement<CommitResponder>(verifying: signed, keys: verifier.terms.keys).content.answers
      try hearing.require(hearing.firsts.contains { $0.digest == named }, "it answers a commitment that is not here")
      hearing.seconds.append(try verifier.commitResponder(signed, answering: named))
      return "commits as responder"
    }
    hear(.openOriginator) { hearing, signed throws(Refusal) in
      let named = try VerifiedStatement<OpenOriginator>(verifying: signed, keys: verifier.terms.keys).content.commits
      try hearing.requirePair(named)
      hearing.third = try verifier.openOriginator(signed, commits: named)
      return "opens as originator"
    }
    hear(.openResponder) { hearing, signed throws(Refusal) in
      let named = try VerifiedStatement<OpenResponder>(verifying: signed, keys: verifier.terms.keys).content.commits
      try hearing.requirePair(named)
      hearing.fourth = try verifier.openResponder(signed, commits: named)
      return "opens as responder, having checked what it got"
    }
    hearArbiter(verifier)
    hearSettlement(verifier)
    hearEndings()
  }

  private mutating func hearArbiter(_ verifier: ExchangeVerifier) {
    hear(.complain) { hearing, signed throws(Refusal) in
      let complaint = try VerifiedStatement<Complaint>(verifying: signed, keys: verifier.terms.keys)
      try hearing.require(complaint.content.exchange == verifier.terms.id, "it is about another exchange")
      try hearing.requirePair(complaint.content.record.commits)
      try ComplaintCheck.check(
        complaint.content, against: hearing.commitment(of: complaint.content.role.peer, in: complaint.content.record))
      hearing.complaint = complaint
      return "proves that the \(complaint.content.role.peer.rawValue)'s data is not what was agreed"
    }
    hear(.accept) { hearing, signed throws(Refusal) in
      let who = try VerifiedStatement<AcceptRequest>(verifying: signed, keys: verifier.terms.keys).content.party
      let role: ExchangeRole = who.thumbprint == verifier.terms.thumbprint(of: .originator) ? .originator : .responder
      _ = try verifier.acceptance(signed, by: role)
      return "is the \(role.rawValue)'s word that it is content"
    }
    hear(.decision) { hearing, signed throws(Refusal) in
      let decision = try verifier.decision(signed, commits: nil).content
      try hearing.requireTrust(decision.arbiter, in: hearing.arbiters, "arbiter")
      if !decision.commits.isEmpty { try hearing.requirePair(decision.commits) }
      hearing.decisions.append(decision)
      return "decides: \(decision.verdict.rawValue), because of \(decision.cause.rawValue)"
    }
  }

  private mutating func hearEndings() {
    hear(.lockOutcome) { hearing, signed throws(Refusal) in
      let word = try VerifiedStatement<LockOutcome>(verifying: signed, keys: hearing.terms.keys)
      let outcome = word.content
      let receipts = hearing.locked.compactMap { $0.lockReceipt?.journalled(as: LockReceipt.self) }
      if hearing.proposer(of: outcome) != nil {
        // Whoever never got the commitment knows the lock from the payer's word to the ledger.
        try hearing.requireTrust(outcome.ledger, in: hearing.ledgers, "ledger")
      } else if !hearing.isUncommitted(outcome, receipts) {
        try hearing.require(
          receipts.contains { $0.terms == outcome.terms && $0.ledger == outcome.ledger },
          "it ends a lock that is not of this exchange")
      }
      hearing.outcomes.append(outcome)
      if outcome.ending == .settled { hearing.settled.append(word) }
      return "says that the lock at \(outcome.terms.path) was \(outcome.ending.rawValue)"
    }
    hear(.statusOutcome) { hearing, signed throws(Refusal) in
      let outcome = try VerifiedStatement<StatusOutcome>(verifying: signed, keys: hearing.terms.keys).content
      try hearing.require(outcome.terms.exchange == hearing.terms.id, "it is about another exchange")
      hearing.invalid.append(outcome.terms)
      return "says that the credential at \(outcome.terms.path) is invalid"
    }
    for receipt in locked.compactMap({ $0.lockReceipt?.journalled(as: LockReceipt.self) }) {
      do throws(Refusal) {
        try requireTrust(receipt.ledger, in: ledgers, "ledger")
      } catch { add("lock at \(receipt.terms.path)", "is kept by a ledger that nobody vouches for", error) }
    }
  }

  private mutating func hearSettlement(_ verifier: ExchangeVerifier) {
    hear(.settlementProposal) { hearing, signed throws(Refusal) in
      let party = try VerifiedStatement<SettlementProposal>(verifying: signed, keys: verifier.terms.keys).content.party
      let role = hearing.role(of: party)
      hearing.proposals.append(try verifier.settlementProposal(signed, by: role))
      return "proposes, as \(role.rawValue), how the exchange ends without the arbiter"
    }
    hear(.settlementConsent) { hearing, signed throws(Refusal) in
      let content = try VerifiedStatement<SettlementConsent>(verifying: signed, keys: verifier.terms.keys).content
      let proposal = hearing.proposals.first { $0.digest == content.proposal }
      guard let proposal else { throw Self.refusal("it agrees to a proposal that is not here") }
      let role = hearing.role(of: proposal.content.party).peer
      hearing.consents.append(try verifier.settlementConsent(signed, to: proposal.digest, by: role))
      return "agrees, as \(role.rawValue)"
    }
  }

  private func role(of party: Thumbprint) -> ExchangeRole {
    party == terms.thumbprint(of: .originator) ? .originator : .responder
  }

  /// Who has locked what this outcome divides, as the proposal says that agreed to it.
  func proposer(of outcome: LockOutcome) -> ExchangeRole? {
    let proposal = proposals.first { proposal in
      guard let division = proposal.content.division?.journalled(as: LockDivision.self) else { return false }
      return division.terms == outcome.terms && division.ledger == outcome.ledger
        && division.agreement == outcome.agreement
    }
    return proposal.map { role(of: $0.content.party) }
  }

  /// Whose money a lock held. Of a lock that nobody has committed to it is the originator's: who opens second locks once, and
  /// commits.
  func payer(of outcome: LockOutcome) -> ExchangeRole {
    let isOriginators =
      locked(of: .originator).contains { $0.path == outcome.terms.path }
      || !locked(of: .responder).contains { $0.path == outcome.terms.path }
    return proposer(of: outcome) ?? (isOriginators ? .originator : .responder)
  }

  /// Whether a ledger says that it gave a party's money back; a bond was never to be paid.
  func givenBack(to role: ExchangeRole) -> Bool {
    outcomes.contains { outcome in
      (outcome.ending == .refunded || outcome.ending == .undone) && outcome.terms.rule != .bond
        && payer(of: outcome) == role
    }
  }

  /// What both have agreed on and what has come about; it takes the place of openings and decisions.
  var settlement: SettlementPlan? {
    proposals.first { proposal in
      let consent = consents.first { $0.content.proposal == proposal.digest }
      return settled.map(Optional.some).contains { Self.hasComeAbout(proposal, consent, $0) }
        || Self.hasComeAbout(proposal, consent, nil)
    }?.content.plan
  }

  private static func hasComeAbout(
    _ proposal: VerifiedStatement<SettlementProposal>, _ consent: VerifiedStatement<SettlementConsent>?,
    _ outcome: VerifiedStatement<LockOutcome>?
  ) -> Bool {
    do throws(Refusal) {
      try SettlementCheck.requireAgreed(
        proposal.content, consent: consent, outcome: outcome, proposalDigest: proposal.digest)
      return true
    } catch { return false }
  }

  /// Whether a ledger that is trusted gave a lock of this exchange back of which no commitment tells: who leaves between two
  /// locks has committed to nothing.
  private func isUncommitted(_ outcome: LockOutcome, _ receipts: [LockReceipt]) -> Bool {
    outcome.ending == .refunded && outcome.terms.exchange == terms.id && ledgers.contains(outcome.ledger)
      && !receipts.contains { $0.terms.path == outcome.terms.path }
  }

  /// All locked items that hold.
  var locked: [LockedItem] { ExchangeRole.allCases.flatMap(locked) }

  func locked(of role: ExchangeRole) -> [LockedItem] {
    switch role {
    case .originator: firsts.flatMap(\.content.commitment.locked)
    case .responder: seconds.flatMap(\.content.commitment.locked)
    }
  }

  private func commitment(of role: ExchangeRole, in record: ExchangeRecord) throws(Refusal) -> Commitment {
    let found =
      switch role {
      case .originator: firsts.first { $0.digest == record.commitOriginator.digest }?.content.commitment
      case .responder: seconds.first { $0.digest == record.commitResponder.digest }?.content.commitment
      }
    guard let found else { throw Self.refusal("it is about a commitment that is not here") }
    return found
  }

  private mutating func hear(
    _ kind: StatementKind, _ examine: (inout ExchangeHearing, SignedStatement) throws(Refusal) -> String
  ) {
    for statement in bundle.statements(of: kind) {
      do throws(Refusal) {
        let says = try examine(&self, statement)
        add("\(kind.rawValue) \(statement.digest)", says, nil)
      } catch {
        add("\(kind.rawValue) \(statement.digest)", "does not hold", error)
      }
    }
  }

  private mutating func add(_ name: String, _ says: String, _ fault: Refusal?) {
    links.append(ExchangeReport.Link(name: name, says: says, fault: fault))
  }

  private func requirePair(_ named: [Digest]) throws(Refusal) {
    try require(
      seconds.contains { [$0.content.answers, $0.digest] == named }, "it names two commitments that are not here")
  }

  private func requireTrust(
    _ key: Thumbprint, in trusted: Set<Thumbprint>, _ role: String
  ) throws(Refusal) {
    guard trusted.contains(key) else {
      throw Refusal(.untrusted, blame: .undetermined, "nobody that is trusted vouches for the \(role) \(key)")
    }
  }

  private func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
    guard condition else { throw Self.refusal(otherwise) }
  }

  private static func refusal(_ detail: String) -> Refusal {
    Refusal(.outsideTerms, blame: .undetermined, detail)
  }
}
