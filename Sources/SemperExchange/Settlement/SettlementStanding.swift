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

  var patience: Span { side.patience }

  /// Our lock that a plan divides.
  func lock(dividedBy plan: SettlementPlan) -> LockTerms? {
    guard let index = plan.lockIndex, side.items.indices.contains(index) else { return nil }
    let path = side.items[index].path
    return locked.first { $0.path == path }?.lockReceipt?.journalled(as: LockReceipt.self).terms
  }

  /// Whether we can propose a plan. Money of ours that it does not divide would stay locked for ever, since nobody asks the
  /// arbiter any more. An originator that has opened cannot call its data void; a responder opens only when it has all.
  func mayPropose(_ plan: SettlementPlan) -> Bool {
    let divided = plan.lockIndex.flatMap { side.items.indices.contains($0) ? side.items[$0].path : nil }
    let isExposed = hasOpened && side.role == .originator
    return maySettle && paysForGoods(plan) && locked.allSatisfy { !$0.itemClass.standsAtLedger || $0.path == divided }
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

  /// Whether we can agree to a plan of the peer's. What we have opened is given, and cannot be called void. Money that we
  /// have locked ourselves only we can propose to divide. Data that the peer owes us is given by opening it, which no
  /// proposal does.
  func mayAgree(to plan: SettlementPlan) -> Bool {
    guard maySettle, paysForGoods(plan), !locked.contains(where: \.itemClass.standsAtLedger) else { return false }
    let own = SettlementCheck.indices(of: side.role, in: side.terms)
    return !hasOpened || own.allSatisfy { plan.fates.indices.contains($0) && plan.fates[$0] == .given }
  }
}
