public import SemperCryptography
public import SemperModel
public import SemperPayments

/// Whether a joint settlement is one that can be proposed, and whether it has come about. Pure; run by both parties and by
/// whoever judges later.
///
/// A settlement that divides a lock has come about exactly when the ledger says that the lock was settled under this
/// agreement: the money and the other items cannot come apart. Any other has come about when both have signed. Once it
/// has come about it takes the place of openings and of the arbiter's decisions, since both parties have signed it.
public enum SettlementCheck {
  /// Refuses with `outsideTerms` a plan that `proposer` must not propose: one that does not name each item, gives data of the
  /// proposer's (data is given by opening it), or divides more than one lock of each party. A lock of the peer's is divided
  /// only beside one of the proposer's, whose ledger decides, and is paid as a whole or not at all.
  public static func check(
    _ plan: SettlementPlan, by proposer: ExchangeRole, in terms: ExchangeTerms, items: [DescribedItem]
  ) throws(Refusal) {
    try require(plan.fates.count == items.count, "it has to say something about each item of the exchange")
    let own = indices(of: proposer, in: terms)
    var (divided, followed) = (0, 0)
    for (index, (item, fate)) in zip(items, plan.fates).enumerated() {
      switch (item.description, fate) {
      case (.lock(let amount, _, _), .paid(let paid)), (.bond(let amount, _, _), .paid(let paid)),
        (.reversibleLock(let amount, _, _, _), .paid(let paid)):
        try require(
          paid.currency == amount.currency && (0...amount.minorUnits).contains(paid.minorUnits),
          "of \(item.path) between nothing and \(amount) is paid")
        if own.contains(index) {
          divided += 1
        } else {
          try require(
            paid == amount || paid.minorUnits == 0,
            "of \(item.path), which follows another lock, nothing or all is paid")
          followed += 1
        }
      case (.lock, .given), (.bond, .given), (.reversibleLock, .given):
        try require(false, "of \(item.path) an amount is paid, or it was never locked")
      case (.statement, .paid), (.certificate, .paid), (.credential, .paid), (.mail, .paid), (.checkedData, .paid),
        (.data, .paid):
        try require(false, "\(item.path) is no money")
      case (.mail, .given), (.checkedData, .given), (.data, .given):
        try require(!own.contains(index), "\(item.path) is given by opening it, not by proposing so")
      case (.unsecured, _): try require(false, "\(item.path) is nothing that can be exchanged")
      case (_, .void), (.statement, .given), (.certificate, .given), (.credential, .given): break
      }
    }
    try require(
      divided <= 1 && followed <= divided,
      "one lock of each party can be divided, and the peer's only beside one's own, whose ledger decides")
  }

  /// Refuses what does not make the proposal's plan come about: see above. `proposal` has been verified.
  public static func requireAgreed(
    _ proposal: SettlementProposal, consent: VerifiedStatement<SettlementConsent>?,
    outcome: VerifiedStatement<LockOutcome>?, proposalDigest: Digest
  ) throws(Refusal) {
    guard let division = proposal.division?.journalled(as: LockDivision.self) else {
      guard consent?.content.proposal == proposalDigest else {
        throw Refusal(.wrongSigner, blame: .peer, "the peer has not signed this settlement")
      }
      return
    }
    guard let outcome = outcome?.content, outcome.terms == division.terms, outcome.ledger == division.ledger,
      outcome.ending == .settled, outcome.agreement == division.agreement, outcome.paid == division.paid
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the ledger does not say that the lock was settled so")
    }
  }

  /// What the ledger's word on the lock means for a proposal that divides it.
  public static func conclusion(
    of division: LockDivision, from outcome: VerifiedStatement<LockOutcome>
  ) -> SettlementEvent {
    let word = outcome.content
    return word.ending == .settled && word.agreement == division.agreement
      ? .settled([outcome.signed])
      : .failed(Refusal(.lockEnded, blame: .peer, "the lock was \(word.ending.rawValue) before"))
  }

  /// Where the items of a party are in the terms.
  static func indices(of role: ExchangeRole, in terms: ExchangeTerms) -> Range<Int> {
    let first = terms.body.originatorItems.count
    return switch role {
    case .originator: 0..<first
    case .responder: first..<first + terms.body.responderItems.count
    }
  }

  private static func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
    guard condition else {
      throw Refusal(.outsideTerms, blame: .peer, "the exchange cannot be settled so: \(otherwise)")
    }
  }
}
