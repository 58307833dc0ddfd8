import SemperArchive
import SemperCoding
import SemperCommerce
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms
import SemperTesting

/// Who holds what when a deal has ended on both sides.
struct DealEnd: Sendable {
  let buyerEnd: String?
  let sellerEnd: String?
  let hasGoods: Bool
  let endings: [LockOutcome.Ending?]
  let funds: Int64
  let books: String?
  let buyer: EvidenceReport
  let seller: EvidenceReport
  let refused: Int
  /// What the sides were first dissatisfied with.
  let reasons: [DealSide: Refusal]
  let buyerItems: [EvidenceItem]
  let sellerItems: [EvidenceItem]
  /// What each side has written down.
  let journals: [DealSide: [JournalEntry]]
  /// How many durable writes each side had made when its exchange began.
  let exchangeBegan: [String: Int]

  /// What is wrong, judged by holdings and evidence alone.
  var complaint: String? {
    let paid = endings.contains(.claimed)
    if paid != hasGoods { return "goods: \(hasGoods), paid: \(paid)" }
    if let books { return books }
    if endings.contains(nil) { return "money is still locked" }
    for (name, report) in [("buyer", buyer), ("seller", seller)] {
      if let fault = report.faults.first { return "the \(name)'s bundle: \(fault.name): \(fault.fault?.detail ?? "")" }
    }
    if hasGoods && !buyer.proves(.receiptCounts) { return "the buyer has paid and has no receipt" }
    if paid && !seller.proves(.paymentClaimed) { return "the seller cannot prove that it was paid" }
    if paid && !seller.proves(.delivered) { return "the seller cannot prove that it has delivered" }
    return nil
  }

  /// Lives both sides of a world to their end.
  static func of(_ world: DealWorld) async throws -> DealEnd {
    guard let archive = world.archive(.buyer) else { throw DealWorld.Unreachable() }
    let books = try await world.ledger.books(archive)
    var journals: [DealSide: [JournalEntry]] = [:]
    for side in DealSide.allCases {
      journals[side] = try await world.archive(side)?.journal.entries(
        of: ConversationID(machine: "deal", id: side.rawValue))
    }
    return DealEnd(
      buyerEnd: world.machine(.buyer)?.end, sellerEnd: world.machine(.seller)?.end, hasGoods: world.hasGoods,
      endings: books.endings, funds: books.funds, books: books.complaint,
      buyer: EvidenceJudge.judge(try await world.bundle(.buyer).canonicalBytes, trust: world.fair.trust),
      seller: EvidenceJudge.judge(try await world.bundle(.seller).canonicalBytes, trust: world.fair.trust),
      refused: world.machine(.seller)?.record?.refusals.count ?? 0,
      reasons: DealSide.allCases.reduce(into: [:]) { reasons, side in
        reasons[side] =
          world.machine(side)?.record?.decisions.lazy.compactMap { decision -> Refusal? in
            if case .dissatisfied(let refusal) = decision.decision { refusal } else { nil }
          }.first
      },
      buyerItems: try await world.archive(.buyer)?.evidence.items(of: world.fair.deal) ?? [],
      sellerItems: try await world.archive(.seller)?.evidence.items(of: world.fair.deal) ?? [],
      journals: journals, exchangeBegan: world.exchangeBegan)
  }

  /// - Parameter mint: whether the money stands at the real mint, as coins of the buyer's purse.
  static func law(_ fair: Fair, _ trouble: Trouble = Trouble(), mint: Bool = false) -> CrashLaw<DealEnd> {
    CrashLaw(start: Fair.start, horizon: Span(seconds: 10 * 86_400)) { time in
      let ledger = mint ? try MintLedger(fair, time: time) : nil
      let world = DealWorld(fair, trouble, time: time, mint: ledger)
      let servers: [CrashParty] = ledger.map { ledger in [.server("mint") { ledger.serve($0) }] } ?? []
      return CrashScenario(
        servers + [
          .server("arbiter") { archive in world.openArbiter(archive) },
          .worker("seller") { archive in try await world.live(.seller, archive) },
          .worker("buyer") { archive in try await world.live(.buyer, archive) },
        ]
      ) { try await DealEnd.of(world) }
    } judge: {
      $0.complaint
    }
  }
}
