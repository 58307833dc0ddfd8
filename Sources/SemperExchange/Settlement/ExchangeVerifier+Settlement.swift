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
    guard let index = proposal.plan.lockIndex, let division = proposal.division else { return statement }
    try check(division, of: items[index], under: proposal.plan)
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

  private func check(
    _ signed: SignedStatement, of item: DescribedItem, under plan: SettlementPlan
  ) throws(Refusal) {
    let division = try VerifiedStatement<LockDivision>(verifying: signed, keys: KeySet()).content
    let lock = division.terms
    let (amount, payee, ledger): (Money, Thumbprint, Thumbprint)
    switch item.description {
    case .lock(let locked, let to, let at), .bond(let locked, let to, let at),
      .reversibleLock(let locked, let to, let at, _):
      (amount, payee, ledger) = (locked, to, at)
    case .statement, .certificate, .credential, .mail, .checkedData, .data, .unsecured:
      throw Refusal(.outsideTerms, blame: .peer, "\(item.path) is no money")
    }
    guard division.refund.thumbprint == lock.refund, lock.exchange == terms.id, lock.path == item.path,
      lock.amount == amount, lock.payee == payee, division.ledger == ledger, division.paid == plan.paid,
      division.until == plan.until, division.agreement == plan.agreement(on: terms.id)
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the payer's word to the ledger does not fit the proposal")
    }
  }
}
