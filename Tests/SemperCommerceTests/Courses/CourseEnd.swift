import SemperArchive
import SemperCommerce
import SemperModel
import SemperTerms
import SemperTesting

/// How a deal of many steps has ended on both sides.
struct CourseEnd: Sendable {
  let ends: [DealSide: String?]
  let acts: [DealSide: [DealAct]]
  let refusals: [DealSide: [Refusal]]
  /// What the buyer has paid and not got back, in minor units.
  let paid: Int64
  let isLocked: Bool
  let scenario: TermsScenario
  let deal: ID<Deal>
  let evidence: [DealSide: [EvidenceItem]]
  /// What each side counts as paid and come back.
  let moved: [DealSide: MovedMoney]

  /// What a side can show of the deal. A shop keeps no descriptions of roles.
  func bundle(_ side: DealSide, _ fair: Fair) throws -> EvidenceBundle {
    try EvidenceBundle(deal: deal, items: evidence[side] ?? [], roles: fair.roles)
  }

  /// What is not as the scenario says.
  var complaint: String? {
    let (buyer, seller) = (ends[.buyer] ?? nil, ends[.seller] ?? nil)
    if seller != scenario.end {
      return "the seller came to \(seller ?? "no end"), not to \(scenario.end); \(story)"
    }
    if buyer != scenario.end { return "the buyer came to \(buyer ?? "no end"), not to \(scenario.end); \(story)" }
    if isLocked { return "money is still locked" }
    if let expected = scenario.paid, expected.minorUnits != paid {
      return "\(paid) were paid, not \(expected); \(story)"
    }
    // A seller does not know of a deal in which nothing was ordered.
    if !(acts[.buyer]?.isEmpty ?? true), acts[.buyer] != acts[.seller] {
      return "the two sides have other acts; \(story)"
    }
    return nil
  }

  private var story: String {
    DealSide.allCases.map { side in
      "\(side.rawValue): "
        + (acts[side] ?? []).map { "\($0.state) \($0.way ?? $0.items.joined(separator: "+"))" }.joined(separator: ", ")
        + " / " + (refusals[side] ?? []).map(\.description).joined(separator: ", ")
    }.joined(separator: "; ")
  }

  static func of(_ world: CourseWorld) async throws -> CourseEnd {
    guard let archive = world.world.archive(.buyer) else { throw DealWorld.Unreachable() }
    let books = try await world.world.ledger.books(archive)
    var (ends, acts, refusals) = ([DealSide: String?](), [DealSide: [DealAct]](), [DealSide: [Refusal]]())
    let deal = world.world.fair.deal
    var evidence = [DealSide: [EvidenceItem]]()
    var moved = [DealSide: MovedMoney]()
    for side in DealSide.allCases {
      let machine = world.world.machine(side)
      evidence[side] = try await world.world.archive(side)?.evidence.items(of: deal) ?? []
      ends[side] = machine?.end
      moved[side] = machine?.record?.moved
      acts[side] = machine?.record?.course?.acts ?? []
      refusals[side] =
        (machine?.record?.refusals ?? [])
        + (machine?.record?.decisions ?? []).compactMap {
          if case .dissatisfied(let refusal) = $0.decision { refusal } else { nil }
        }
    }
    return CourseEnd(
      ends: ends, acts: acts, refusals: refusals, paid: 500_000_00 - books.funds - world.refunded,
      isLocked: books.endings.contains(nil), scenario: world.script.scenario, deal: deal, evidence: evidence,
      moved: moved)
  }

  static func law(
    _ fair: Fair, _ script: CourseScript, silent: Set<DealSide> = [], fault: RulingFault? = nil,
    watched: @escaping @Sendable (DealWorld) -> Void = { _ in }
  ) -> CrashLaw<CourseEnd> {
    CrashLaw(start: Fair.start, horizon: Span(seconds: 500 * 86_400)) { time in
      let world = CourseWorld(fair, script, silent: silent, fault: fault, time: time)
      watched(world.world)
      return CrashScenario([
        .server("arbiter") { archive in world.world.openArbiter(archive) },
        .worker("seller") { archive in try await world.live(.seller, archive) },
        .worker("buyer") { archive in try await world.live(.buyer, archive) },
      ]) { try await CourseEnd.of(world) }
    } judge: {
      $0.complaint
    }
  }
}
