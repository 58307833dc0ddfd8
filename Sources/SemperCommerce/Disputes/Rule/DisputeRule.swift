import SemperModel
import SemperTerms

/// Decides a dispute from the evidence alone, where the evidence decides it: a pure function that everybody who has the evidence
/// can repeat. Where it does not, it says what a person has to judge.
///
/// It never orders more than was paid and not given back, nor anything for both; without evidence of a payment it orders nothing; what
/// the other side admits is ordered, whatever else is shown.
public enum DisputeRule {
  /// - Parameter stance: what the other side has said; `nil` where it was heard and said nothing.
  public static func decide(_ facts: DisputeFacts, on demand: DisputeDemand, stance: ClaimStance?) -> DisputeDecision {
    guard demand.by == demand.kind.claimant else { return .decided(.nothing, [.notTheirs]) }
    guard let currency = facts.currency ?? demand.amount?.currency else { return .decided(.nothing, [.nothingPaid]) }
    let most = limit(facts, demand)
    let asked = demand.amount.map { $0.currency == currency ? min($0.minorUnits, most) : 0 } ?? most
    let admitted = admission(stance, asked, currency)
    func pays(_ units: Int64) -> Remedy {
      units > 0 ? .pays(Money(minorUnits: units, currency), to: demand.by) : .nothing
    }
    switch finding(facts, demand, most: most) {
    case .against(let reason):
      return admitted > 0 ? .decided(pays(admitted), [.admitted]) : .decided(.nothing, [reason])
    case .favour(let reason): return .decided(pays(asked), [reason])
    case .open(let question):
      return admitted > 0 && admitted == asked
        ? .decided(pays(admitted), [.admitted]) : .needsJudgement([question], atLeast: pays(admitted))
    }
  }

  /// The most that a person may order for this demand.
  public static func most(_ facts: DisputeFacts, for demand: DisputeDemand) -> Int64 {
    demand.by == demand.kind.claimant ? limit(facts, demand) : 0
  }

  enum Finding {
    case favour(DisputeReason)
    case against(DisputeReason)
    case open(DisputeQuestion)
  }

  private static func admission(_ stance: ClaimStance?, _ asked: Int64, _ currency: Currency) -> Int64 {
    switch stance {
    case .admits: asked
    case .admitsOnly(let amount) where amount.currency == currency: min(amount.minorUnits, asked)
    case .admitsOnly, .contests, nil: 0
    }
  }

  private static func limit(_ facts: DisputeFacts, _ demand: DisputeDemand) -> Int64 {
    let price = facts.prices.map(\.minorUnits).min()
    switch demand.kind {
    case .notDelivered, .notAsAgreed, .late, .damaged, .neverOrdered: return facts.refundable
    case .paidTwice: return price.map { max(0, facts.refundable - $0) } ?? facts.refundable
    case .refundDue:
      let promised = facts.collect { if case .owedBack(let money, _) = $0 { money.minorUnits } else { nil } }
      guard let most = promised.max() else { return facts.refundable }
      return min(facts.refundable, max(0, most - facts.givenBack))
    case .notPaid: return price.map { max(0, $0 - facts.refundable) } ?? 0
    }
  }

  private static func finding(_ facts: DisputeFacts, _ demand: DisputeDemand, most: Int64) -> Finding {
    if facts.areContradictory { return .open(.whichEvidenceIsTrue) }
    guard most > 0 else { return .against(nothing(facts, demand.kind)) }
    switch demand.kind {
    case .notDelivered: return delivery(facts, demand)
    case .late: return time(facts, demand)
    case .damaged: return damage(facts)
    case .notAsAgreed: return quality(facts)
    case .refundDue: return refund(facts, demand)
    case .paidTwice: return facts.prices.isEmpty ? .open(.whatWasAgreed) : .favour(.paidMoreThanAgreed)
    case .neverOrdered:
      let buyers = Set(facts.collect { if case .ordered(let key) = $0 { key } else { nil } })
      if buyers.isEmpty { return .favour(.noOrder) }
      return buyers.contains(demand.claimant) ? .against(.orderedUnderOwnKey) : .open(.whoOrdered)
    case .notPaid:
      let promises = facts.promises
      let isDone = !promises.isEmpty && promises.keys.allSatisfy(facts.hasArrived)
      // What the buyer would not accept is not owed because it came.
      if facts.contains({ if case .contested(.buyer, _) = $0 { true } else { false } }) {
        return .open(.whetherAsAgreed)
      }
      return isDone ? .favour(.deliveredAndUnpaid) : .open(.whetherPaymentIsOwed)
    }
  }

  /// Why nothing can be ordered.
  private static func nothing(_ facts: DisputeFacts, _ kind: ClaimKind) -> DisputeReason {
    switch kind {
    case .notPaid: return facts.prices.isEmpty ? .nothingPaid : .paidInFull
    case .paidTwice where facts.refundable > 0: return .paidOnce
    default: return facts.paid > 0 ? .alreadyGivenBack : .nothingPaid
    }
  }

  private static func delivery(_ facts: DisputeFacts, _ demand: DisputeDemand) -> Finding {
    let promises = facts.promises
    guard !promises.isEmpty else { return .open(.whatWasAgreed) }
    let missing = promises.filter { !facts.hasArrived($0.key) }
    if missing.isEmpty { return .against(.delivered) }
    let overdue = missing.filter { $0.value < demand.at }
    if overdue.isEmpty { return .against(.notYetDue) }
    if overdue.keys.contains(where: facts.isRefused) { return .open(.whetherRefusedRightly) }
    guard overdue.keys.allSatisfy({ !facts.mayHaveArrived($0) }) else { return .open(.whetherArrived) }
    // What came of several things is the buyer's to pay for; how much, a person says.
    guard missing.count == promises.count else { return .open(.whatMissingPartIsWorth) }
    return .favour(overdue.keys.allSatisfy(facts.isBack) ? .returnedToSender : .deliveryNotShown)
  }

  private static func time(_ facts: DisputeFacts, _ demand: DisputeDemand) -> Finding {
    let promises = facts.promises
    guard !promises.isEmpty, promises.keys.allSatisfy(facts.hasArrived) else { return delivery(facts, demand) }
    let arrivals = promises.flatMap { promise in facts.arrivals(promise.key).map { ($0, promise.value) } }
    if arrivals.contains(where: { at, due in at.map { $0 > due } ?? false }) { return .open(.whatDelayIsWorth) }
    return arrivals.allSatisfy { at, _ in at != nil } ? .against(.inTime) : .open(.whenItWasDelivered)
  }

  private static func damage(_ facts: DisputeFacts) -> Finding {
    let items = facts.handedOver
    let states = items.map { state(of: $0, facts) }
    if states.contains(.disputed) { return .open(.whichEvidenceIsTrue) }
    if states.contains(.damaged) {
      let isAll = states.allSatisfy { $0 == .damaged } && items.isSuperset(of: facts.promises.keys)
      return isAll ? .favour(.damagedAtHandOver) : .open(.whatDamageIsWorth)
    }
    return !states.isEmpty && states.allSatisfy { $0 == .intact }
      ? .against(.intactAtHandOver) : .open(.whenItWasDamaged)
  }

  private enum HandOverState { case intact, damaged, unclear, disputed }

  /// A carrier's word counts for both sides. The buyer's own counts against it; for it, it is no more than a reason to look.
  private static func state(of item: String, _ facts: DisputeFacts) -> HandOverState {
    let carrier = (
      intact: facts.isHandedOver(item, intact: true, says: .carrier),
      damaged: facts.isHandedOver(item, intact: false, says: .carrier)
    )
    let buyer = (
      intact: facts.isHandedOver(item, intact: true, says: .buyer),
      damaged: facts.isHandedOver(item, intact: false, says: .buyer)
    )
    if carrier.damaged { return carrier.intact || buyer.intact ? .disputed : .damaged }
    if buyer.damaged { return buyer.intact ? .disputed : .unclear }
    return .intact
  }

  private static func quality(_ facts: DisputeFacts) -> Finding {
    if facts.contains({ $0 == .fault(of: .seller) }) {
      return facts.payments > 1 ? .open(.whetherAsAgreed) : .favour(.faultProven)
    }
    let accepted = facts.contains { if case .chose(.buyer, _, _, true) = $0 { true } else { false } }
    return accepted ? .against(.acceptedByChoice) : .open(.whetherAsAgreed)
  }

  private static func refund(_ facts: DisputeFacts, _ demand: DisputeDemand) -> Finding {
    let dues = facts.collect { if case .owedBack(_, let due) = $0 { due } else { nil } }
    if let due = dues.max() { return due < demand.at ? .favour(.refundPromised) : .against(.notYetDue) }
    if facts.contains({ $0 == .undone }) { return .favour(.exchangeUndone) }
    let promises = facts.promises
    // Who has both the goods and the money gives the money back.
    return !promises.isEmpty && promises.keys.allSatisfy(facts.isBack)
      ? .favour(.returnedToSender) : .open(.whetherRefundIsOwed)
  }
}
