import SemperCryptography
import SemperModel
import SemperPayments

/// How a party's protocol stands, as far as settling jointly depends on it.
struct SettlementStanding: Hashable, Sendable {
  let side: ExchangeSide
  /// Whether the party waits for the peer or the arbiter, bound and without a final decision.
  let maySettle: Bool
  /// Whether its opening has left.
  let hasOpened: Bool
  /// Whether it has opened the peer's data and found it good, so that it has what it is to pay for.
  var hasGoods = false
  /// What it has locked, as far as it knows.
  let locked: [LockedItem]
  /// What the peer has locked, as far as it knows.
  var peerLocked: [LockedItem] = []

  var patience: Span { side.patience }

  /// The ledgers' receipts of the locks that a plan divides: ours, and the peer's where that is divided too.
  func receipts(dividedBy plan: SettlementPlan) -> (own: SignedStatement?, peer: SignedStatement?) {
    (receipt(of: locked, dividedBy: plan, side.role), receipt(of: peerLocked, dividedBy: plan, side.role.peer))
  }

  private func receipt(
    of locked: [LockedItem], dividedBy plan: SettlementPlan, _ role: ExchangeRole
  ) -> SignedStatement? {
    path(dividedBy: plan, role).flatMap { path in locked.first { $0.path == path }?.lockReceipt }
  }

  private func path(dividedBy plan: SettlementPlan, _ role: ExchangeRole) -> String? {
    let indices = SettlementCheck.indices(of: role, in: side.terms)
    return plan.divisions.first { indices.contains($0.index) && side.items.indices.contains($0.index) }
      .map { side.items[$0.index].path }
  }

  /// Whether we can propose a plan. Money of ours that it does not divide would stay locked for ever, since nobody asks the
  /// arbiter any more. Of a lock of the peer's we have to know that it is there. An originator that has opened cannot call its data void; a responder opens only when it has all.
  func mayPropose(_ plan: SettlementPlan) -> Bool {
    let divided = path(dividedBy: plan, side.role)
    let knowsPeers = path(dividedBy: plan, side.role.peer) == nil || receipts(dividedBy: plan).peer != nil
    let isExposed = hasOpened && side.role == .originator
    return maySettle && knowsPeers && paysForGoods(plan)
      && locked.allSatisfy { !$0.itemClass.standsAtLedger || $0.path == divided }
      && !(isExposed && callsDataVoid(plan))
  }

  /// Whether a plan says that data of ours does not count.
  func callsDataVoid(_ plan: SettlementPlan) -> Bool {
    SettlementCheck.indices(of: side.role, in: side.terms).contains { index in
      side.items[index].description.itemClass.isData && plan.fates.indices.contains(index) && plan.fates[index] == .void
    }
  }

  /// Data that has been opened cannot be given back: whoever has the peer's settles only by giving all that it promised.
  private func paysForGoods(_ plan: SettlementPlan) -> Bool { !hasGoods || plan.fulfils(side.items) }

  /// Whether we can agree to a proposal of the peer's. What we have opened is given, and cannot be called void. Money that we
  /// have locked ourselves must follow the peer's lock by its pledge about ours; otherwise only we can propose to divide it. Data
  /// that the peer owes us is given by opening it, which no proposal does.
  func mayAgree(to proposal: SettlementProposal) -> Bool {
    let plan = proposal.plan
    guard maySettle, paysForGoods(plan), followsAll(proposal) else { return false }
    let own = SettlementCheck.indices(of: side.role, in: side.terms)
    return !hasOpened || own.allSatisfy { plan.fates.indices.contains($0) && plan.fates[$0] == .given }
  }

  /// Whether every lock of ours is the one that the peer has pledged.
  private func followsAll(_ proposal: SettlementProposal) -> Bool {
    let pledge = proposal.joining?.pledge.journalled(as: LockPledge.self)
    return locked.filter(\.itemClass.standsAtLedger).allSatisfy { item in
      guard let receipt = item.lockReceipt?.journalled(as: LockReceipt.self) else { return false }
      return receipt.terms == pledge?.terms && receipt.ledger == pledge?.ledger
    }
  }
}
