import SemperCoding
import SemperCommerce
import SemperCredentials
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperPayments

/// Says whether an exchange ended fairly. It knows nothing of what happened: it verifies both sides' bundles, takes the
/// signed words of banks and registry, and looks at the files on the disks.
///
/// Fair means: both hold all that they were promised, or neither holds anything of the other's, or who was given bad data
/// holds the other's bond; or both have signed how it ends, and so it has ended.
struct ExchangeFairness: Sendable {
  struct Judgement: Sendable {
    var isFair = true
    var reasons: [Saying] = []
    var outcome = ExchangeResult.Outcome.refused
    var holds: [ExchangeRole: [ExchangeResult.Holding]] = [:]
  }

  let trust: TrustList

  func judge(_ end: EndOfExchange) -> Judgement {
    var judgement = Judgement()
    var reports: [ExchangeRole: ExchangeReport] = [:]
    var bundles: [ExchangeRole: ExchangeBundle] = [:]
    for role in ExchangeRole.allCases {
      guard let bytes = end.bundles[role] else { continue }
      guard let bundle = try? ExchangeBundle(canonicalBytes: bytes, limits: ExchangeBundle.limits) else {
        judgement.fault(Saying(.reasonEvidenceDamaged, RoleText.Subject(role)))
        continue
      }
      let report = ExchangeTrust.judge(bundle, trust: trust)
      if let fault = report.links.first(where: { $0.fault != nil }) {
        judgement.fault(Saying(.reasonEvidenceBad, RoleText.Subject(role), ["name": fault.name]))
      }
      (bundles[role], reports[role]) = (bundle, report)
    }
    guard let bundle = bundles[.originator] ?? bundles[.responder] else {
      return withoutAgreement(end, judgement)
    }
    guard let both = try? ExchangeBundle(of: ExchangeRole.allCases.compactMap { bundles[$0] }) else {
      judgement.fault(Saying(.reasonDifferent))
      return judgement
    }
    let heard = ExchangeTrust.judge(both, trust: trust)
    let vouched = ExchangeTrust(roles: bundle.roles, trust: trust)
    weigh(Ends(end, bundle, reports, heard: heard, isVouched: vouched), &judgement)
    return judgement
  }

  private func withoutAgreement(_ end: EndOfExchange, _ judgement: Judgement) -> Judgement {
    var judgement = judgement
    if !end.opened.isEmpty {
      judgement.fault(Saying(.reasonUnproven))
    }
    if judgement.isFair { judgement.reasons = [Saying(.reasonNothing)] }
    return judgement
  }

  private func weigh(_ ends: Ends, _ judgement: inout Judgement) {
    var isWhole: [ExchangeRole: Bool] = [:]
    var isEmpty: [ExchangeRole: Bool] = [:]
    for role in ExchangeRole.allCases {
      let owed = ends.owed(to: role)
      let held = owed.filter { ends.isHeld($0, by: role) }
      (isWhole[role], isEmpty[role]) = (held.count == owed.count, held.isEmpty)
      judgement.holds[role] = held.map { ExchangeResult.Holding($0, paid: ends.paid($0.path)) }
    }
    if let bond = ends.forfeitedBond { judgement.holds[.originator]?.append(ExchangeResult.Holding(bond)) }
    if let plan = ends.settlement {
      weigh(plan, ends, &judgement)
    } else if isWhole[.originator] == true, isWhole[.responder] == true {
      judgement.outcome = .completed
      judgement.reasons.append(Saying(.reasonCompleted))
      if ends.forfeitedBond != nil { judgement.fault(Saying(.reasonBondLost)) }
    } else if ends.forfeitedBond != nil {
      judgement.outcome = .compensated
      judgement.reasons.append(Saying(.reasonCompensated))
    } else if isEmpty[.originator] == true, isEmpty[.responder] == true {
      judgement.outcome = ends.isAborted || ends.hasLocks ? .aborted : .refused
      judgement.reasons.append(Saying(.reasonEmpty))
    } else {
      judgement.outcome = .aborted
      for role in ExchangeRole.allCases where isWhole[role] == false && isEmpty[role.peer] == false {
        judgement.fault(Saying(.reasonLacks, RoleText.Subject(role)))
      }
    }
    for path in ends.paidTwice { judgement.fault(Saying(.reasonPaidTwice, ["path": path])) }
    if ends.hasMoneyLocked {
      judgement.outcome = .open
      judgement.fault(Saying(.reasonLocked))
    }
  }

  /// Both have signed it, so it is fair wherever it has come about as they say.
  private func weigh(_ plan: SettlementPlan, _ ends: Ends, _ judgement: inout Judgement) {
    judgement.outcome = .settled
    judgement.reasons.append(plan.undoes ? Saying(.reasonSettledUndone) : Saying(.reasonSettled))
    if !ends.settlesAsOne { judgement.fault(Saying(.reasonSettledDifferent)) }
    for (item, fate) in zip(ends.items, plan.fates) {
      let isThere = ExchangeRole.allCases.contains { ends.owed(to: $0).contains(item) && ends.isHeld(item, by: $0) }
      switch fate {
      case .given: if !isThere { judgement.fault(Saying(.reasonSettledMissing, ["path": item.path])) }
      case .void:
        if isThere { judgement.fault(Saying(.reasonSettledHeld, ["path": item.path])) }
      case .paid(let money):
        if ends.paid(item.path) != money { judgement.fault(Saying(.reasonSettledSum, ["path": item.path])) }
      }
    }
  }
}

extension ExchangeFairness.Judgement {
  mutating func fault(_ reason: Saying) {
    if isFair { reasons = [] }
    isFair = false
    reasons.append(reason)
  }
}
