import SemperCoding
import SemperExchange
import SemperModel

/// Says whether an exchange piece for piece ended as level I promises. It knows nothing of what happened: it verifies both
/// sides' bundles and looks at the files on the disks.
///
/// Fair means: each side holds the first so many pieces of the other's, and the two numbers are equal, or the side that opens
/// first holds one less. What a side's signature confirms it must hold, and no evidence may be damaged.
struct PieceFairness: Sendable {
  let cell: CellSetup

  func judge(_ end: EndOfPieces) -> ExchangeFairness.Judgement {
    var judgement = ExchangeFairness.Judgement()
    var bundles: [ExchangeRole: PieceBundle] = [:]
    for role in ExchangeRole.allCases {
      guard let bytes = end.bundles[role] else { continue }
      guard let bundle = try? PieceBundle(canonicalBytes: bytes, limits: PieceBundle.limits) else {
        judgement.fault(Saying(.reasonEvidenceDamaged, RoleText.Subject(role)))
        continue
      }
      bundles[role] = bundle
    }
    if Set(bundles.values.map(\.terms.id)).count > 1 {
      judgement.fault(Saying(.reasonDifferent))
    }
    let held = held(end)
    let reports = bundles.mapValues { PieceJudge.judge($0) }
    for role in ExchangeRole.allCases { weigh(role, reports[role], held, &judgement) }
    if held.values.reduce(0, +) != end.opened.count { judgement.fault(Saying(.reasonPieceEarly)) }
    if let items = (bundles[.originator] ?? bundles[.responder])?.items {
      for role in ExchangeRole.allCases {
        let name = ExchangeSideName(role.peer, in: cell).rawValue
        judgement.holds[role] = items.filter { $0.path.hasPrefix(name + "/") }.prefix(held[role] ?? 0)
          .map { ExchangeResult.Holding($0) }
      }
    }
    compare(held[.originator] ?? 0, held[.responder] ?? 0, hasEvidence: !bundles.isEmpty, &judgement)
    return judgement
  }

  /// How many pieces each side holds of the other's, without a gap.
  private func held(_ end: EndOfPieces) -> [ExchangeRole: Int] {
    var held: [ExchangeRole: Int] = [:]
    for role in ExchangeRole.allCases {
      let giver = ExchangeSideName(role.peer, in: cell).rawValue
      held[role] = (1...).prefix { end.opened.contains("\(giver)/\($0)-data") }.count
    }
    return held
  }

  private func weigh(
    _ role: ExchangeRole, _ report: PieceReport?, _ held: [ExchangeRole: Int],
    _ judgement: inout ExchangeFairness.Judgement
  ) {
    guard let report else { return }
    if let fault = report.links.first(where: { $0.fault != nil }) {
      return judgement.fault(Saying(.reasonEvidenceBad, RoleText.Subject(role), ["name": fault.name]))
    }
    for giver in ExchangeRole.allCases where report.confirmed[giver] ?? 0 > held[giver.peer] ?? 0 {
      judgement.fault(Saying(.reasonPieceSigned, RoleText.Subject(giver.peer)))
    }
    if report.convicted.contains(role.peer) {
      judgement.reasons.append(Saying(.reasonPieceBad, RoleText.Subject(role)))
    } else if let stopped = report.stopped, stopped != role {
      judgement.reasons.append(Saying(.reasonPieceStopped, RoleText.Subject(role)))
    }
  }

  private func compare(
    _ originator: Int, _ responder: Int, hasEvidence: Bool, _ judgement: inout ExchangeFairness.Judgement
  ) {
    let pieces = cell.items(of: ExchangeSideName.proposer).count
    if originator == pieces, responder == pieces {
      judgement.outcome = .completed
      judgement.reasons.append(Saying(.reasonPieceAll, ["pieces": String(pieces)]))
    } else {
      judgement.outcome = hasEvidence && originator + responder > 0 ? .aborted : .refused
    }
    let counts = ["originator": String(originator), "responder": String(responder)]
    switch responder - originator {
    case 0: if judgement.outcome != .completed { judgement.reasons.append(Saying(.reasonPieceEqual, counts)) }
    case 1: judgement.reasons.append(Saying(.reasonPieceOne, counts))
    default: judgement.fault(Saying(.reasonPieceUnequal, counts))
    }
    if !hasEvidence, originator + responder > 0 { judgement.fault(Saying(.reasonPieceUnproven)) }
  }
}
