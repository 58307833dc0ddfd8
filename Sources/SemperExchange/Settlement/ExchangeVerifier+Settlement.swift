import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

extension ExchangeVerifier {
  /// A proposal of this party's to settle jointly, with the payer's word to the ledger where a lock is divided.
  public func settlementProposal(
    _ signed: SignedStatement, by role: ExchangeRole
  ) throws(Refusal) -> VerifiedStatement<SettlementProposal> {
    let statement = try VerifiedStatement<SettlementProposal>(verifying: signed, keys: terms.keys)
    let proposal = statement.content
    try requireParty(proposal.party, role, proposal.exchange)
    try SettlementCheck.check(proposal.plan, by: role, in: terms, items: items)
    guard let division = proposal.division else { return statement }
    let own = SettlementCheck.indices(of: role, in: terms)
    var word: LockDivision?
    for (index, paid) in proposal.plan.divisions where own.contains(index) {
      word = try self.division(division, of: items[index], paid, under: proposal.plan)
    }
    guard let word else {
      throw Refusal(.lockInvalid, blame: .peer, "the proposal divides no lock of its proposer's")
    }
    let other = proposal.plan.divisions.first { !own.contains($0.index) }
    guard let other, let joining = proposal.joining else {
      guard word.joined == nil else {
        throw Refusal(.lockInvalid, blame: .peer, "the payer's word waits for a lock that the plan does not divide")
      }
      return statement
    }
    try check(joining, beside: word, of: items[other.index], other.paid, under: proposal.plan)
    return statement
  }

  /// That party's consent to a proposal of its peer's.
  public func settlementConsent(
    _ signed: SignedStatement, to proposal: Digest, by role: ExchangeRole
  ) throws(Refusal) -> VerifiedStatement<SettlementConsent> {
    let statement = try VerifiedStatement<SettlementConsent>(verifying: signed, keys: terms.keys)
    try requireParty(statement.content.party, role, statement.content.exchange)
    guard statement.content.proposal == proposal else {
      throw Refusal(.outsideTerms, blame: .peer, "the consent is to another proposal")
    }
    return statement
  }

  private func requireParty(_ party: Thumbprint, _ role: ExchangeRole, _ exchange: Digest) throws(Refusal) {
    guard exchange == terms.id else {
      throw Refusal(.outsideTerms, blame: .peer, "the settlement is about another exchange")
    }
    guard party == terms.thumbprint(of: role) else {
      throw Refusal(.wrongSigner, blame: .peer, "the settlement is not the \(role.rawValue)'s")
    }
  }

  /// The payer's word to the ledger about its own lock.
  private func division(
    _ signed: SignedStatement, of item: DescribedItem, _ paid: Money, under plan: SettlementPlan
  ) throws(Refusal) -> LockDivision {
    let division = try VerifiedStatement<LockDivision>(verifying: signed, keys: KeySet()).content
    guard division.refund.thumbprint == division.terms.refund, try isLock(division.terms, division.ledger, of: item),
      division.paid == paid, division.until == plan.until, division.agreement == plan.agreement(on: terms.id)
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the payer's word to the ledger does not fit the proposal")
    }
    return division
  }

  /// What comes along for the peer's lock, which follows the proposer's.
  private func check(
    _ joining: SettlementProposal.Joining, beside division: LockDivision, of item: DescribedItem, _ paid: Money,
    under plan: SettlementPlan
  ) throws(Refusal) {
    let receipt = try VerifiedStatement<LockReceipt>(verifying: joining.receipt, keys: terms.keys).content
    guard let joined = division.joined, receipt.ledger == division.ledger, receipt.terms == division.terms else {
      throw Refusal(.lockInvalid, blame: .peer, "the ledger does not say that the lock is there which is to decide")
    }
    let pledge = try LockPledge(verifying: joining.pledge, at: joined.ledger.thumbprint)
    guard try isLock(pledge.terms, pledge.ledger, of: item), joined.terms == pledge.terms, joined.paid == paid,
      pledge.paid == paid, pledge.until == plan.until, pledge.agreement == division.agreement,
      pledge.decider.terms == division.terms, pledge.decider.ledger.thumbprint == division.ledger,
      pledge.decider.paid == division.paid
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the pledge about the other lock does not fit the proposal")
    }
  }

  /// Whether these are the terms of the lock that stands for an item, at its ledger.
  private func isLock(_ lock: LockTerms, _ at: Thumbprint, of item: DescribedItem) throws(Refusal) -> Bool {
    switch item.description {
    case .lock(let amount, let payee, let ledger), .bond(let amount, let payee, let ledger),
      .reversibleLock(let amount, let payee, let ledger, _):
      lock.exchange == terms.id && lock.path == item.path && lock.amount == amount && lock.payee == payee
        && at == ledger
    case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured:
      throw Refusal(.outsideTerms, blame: .peer, "\(item.path) is no money")
    }
  }
}
