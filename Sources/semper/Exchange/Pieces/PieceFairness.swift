import SemperCoding
import SemperExchange
import SemperModel

/// Says whether an exchange piece for piece ended as level I promises. It knows nothing of what happened: it verifies both
/// sides' bundles and looks at the files on the disks.
///
/// Fair means: each side holds the first so many pieces of the other's, and the two numbers are equal, or the side that opens
/// first holds one less. What a side's signature confirms it must hold, and no evidence may be damaged.
struct PieceFairness: Sendable {
  let cell: FigureCell

  func judge(_ end: EndOfPieces) -> ExchangeFairness.Judgement {
    var judgement = ExchangeFairness.Judgement()
    var bundles: [ExchangeRole: PieceBundle] = [:]
    for role in ExchangeRole.allCases {
      guard let bytes = end.bundles[role] else { continue }
      guard let bundle = try? PieceBundle(canonicalBytes: bytes, limits: PieceBundle.limits) else {
        judgement.fault("The \(role.rawValue)'s evidence is damaged.")
        continue
      }
      bundles[role] = bundle
    }
    if Set(bundles.values.map(\.terms.id)).count > 1 {
      judgement.fault("The two sides' evidence is about different exchanges.")
    }
    let held = held(end)
    let reports = bundles.mapValues { PieceJudge.judge($0) }
    for role in ExchangeRole.allCases { weigh(role, reports[role], held, &judgement) }
    if held.values.reduce(0, +) != end.opened.count { judgement.fault("A side has a piece before its turn.") }
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
      return judgement.fault("The \(role.rawValue)'s evidence does not hold: \(fault.name).")
    }
    for giver in ExchangeRole.allCases where report.confirmed[giver] ?? 0 > held[giver.peer] ?? 0 {
      judgement.fault("The \(giver.peer.rawValue) has signed for pieces that it does not hold.")
    }
    if report.convicted.contains(role.peer) {
      judgement.reasons.append("The \(role.rawValue) can prove that the other side's next piece was bad.")
    } else if let stopped = report.stopped, stopped != role {
      judgement.reasons.append("The \(role.rawValue)'s evidence shows that the \(stopped.rawValue) did not go on.")
    }
  }

  private func compare(
    _ originator: Int, _ responder: Int, hasEvidence: Bool, _ judgement: inout ExchangeFairness.Judgement
  ) {
    let pieces = cell.proposer.count
    if originator == pieces, responder == pieces {
      judgement.outcome = .completed
      judgement.reasons.append("Each side holds all \(pieces) pieces of the other's.")
    } else {
      judgement.outcome = hasEvidence && originator + responder > 0 ? .aborted : .refused
    }
    let words = "The originator holds \(originator) pieces of the other's, the responder \(responder)"
    switch responder - originator {
    case 0: if judgement.outcome != .completed { judgement.reasons.append("\(words): as many.") }
    case 1: judgement.reasons.append("\(words): one more, which is the most that level I lets the originator lose.")
    default: judgement.fault("\(words).")
    }
    if !hasEvidence, originator + responder > 0 { judgement.fault("There is no evidence of an exchange.") }
  }
}
