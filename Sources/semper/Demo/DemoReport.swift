import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperStatements
import SemperTerms
import SemperWallet

/// Puts together what a demonstration came to, after the processes have stopped: the seller's evidence from its home, the
/// judge's word, and who holds what.
struct DemoReport {
  let judge: FairnessJudge
  let trust: String
  let directory: String
  let shopHome: String

  func result(
    of deals: [FaultScript.Purchase], _ gathered: [EndOfDeal], milliseconds: Int64
  ) async throws -> DemoResult {
    let seller = Home.exists(at: shopHome) ? try Home.openUnattended(at: shopHome) : nil
    defer { try? seller?.close() }
    var result = DemoResult(
      outcome: .completed, fair: true, reasons: [], buyerHolds: [], sellerHolds: [], evidence: [], trust: trust,
      phases: [], milliseconds: milliseconds)
    for (deal, var end) in zip(deals, gathered) {
      let id = try ID<Deal>(json: deal.answer["deal"] ?? .null)
      let bundle = try await sellerBundle(of: id, in: seller, buyer: end.buyerBundle)
      end.sellerBundle = bundle?.canonicalBytes
      let judgement = judge.judge(end)
      result.fair = result.fair && judgement.isFair
      result.reasons += judgement.reasons
      result.outcome = Self.worse(result.outcome, Self.outcome(deal.answer))
      add(end, isPaid: judgement.isPaid, to: &result)
      if let path = try deal.answer["evidence"].map({ try String(json: $0) }) { result.evidence.append(path) }
      if let bytes = end.sellerBundle {
        let path = "\(directory)/seller-\(id).json"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        result.evidence.append(path)
      }
      let told = try await phases(of: deal.answer, id, in: seller)
      if let means = try deal.answer["payment"].map({ try DealMeans(json: $0) }) {
        let whole = told.first { $0.name == Phase.payment.rawValue }?.seconds ?? 0
        // A wallet that was killed meanwhile has only its journal, which has whole seconds.
        let fine = try deal.answer["paymentMilliseconds"].map { try Int64(json: $0) }
        result.payment = DemoResult.Payment(means: means, milliseconds: fine ?? whole * 1000)
      }
      result.phases += told
    }
    return result
  }

  private func sellerBundle(of deal: ID<Deal>, in home: Home?, buyer: [UInt8]?) async throws -> EvidenceBundle? {
    guard let home else { return nil }
    let items = try await home.archive.evidence.items(of: deal)
    guard items.contains(where: { $0.form == StatementKind.order.headerType }) else { return nil }
    let roles =
      buyer.flatMap { try? EvidenceBundle(canonicalBytes: $0, limits: EvidenceBundle.limits) }?
      .statements(of: .role) ?? []
    return try EvidenceBundle(deal: deal, items: items, roles: roles)
  }

  private func add(_ end: EndOfDeal, isPaid: Bool, to result: inout DemoResult) {
    // Two deals of one buyer are paid from one purse.
    if result.buyerHolds.isEmpty { result.buyerHolds.append(.init(kind: "money", value: end.buyerAfter.json)) }
    if end.filesAreGoods, let offer = end.offer {
      result.buyerHolds.append(.init(kind: "goods", value: offer.content.root.json))
    }
    if isPaid { result.sellerHolds.append(.init(kind: "money", value: end.price.json)) }
  }

  private func phases(of answer: JSON, _ deal: ID<Deal>, in home: Home?) async throws -> [DemoResult.Phase] {
    var machine = DealMachine()
    let conversation = ConversationID(machine: DealMachine.identity.name, id: deal.description)
    try Replay.restore(&machine, from: try await home?.archive.journal.entries(of: conversation) ?? [])
    let seller = machine.record?.decisions ?? []
    guard case .array(let buyer) = answer["phases"] ?? .null else { return [] }
    var previous: Timestamp?
    return try buyer.map { phase in
      let name = try Phase(json: phase["name"] ?? .null)
      let time = try Timestamp(json: phase["time"] ?? .null)
      defer { previous = time }
      return DemoResult.Phase(
        name: name.rawValue, buyer: Self.word(try Decision(json: phase["decision"] ?? .null)),
        seller: seller.first { $0.phase == name }.map { Self.word($0.decision) },
        seconds: previous.map { time.seconds - $0.seconds } ?? 0)
    }
  }

  private static func word(_ decision: Decision) -> String {
    switch decision {
    case .satisfied: "satisfied"
    case .dissatisfied(let refusal): "not satisfied: \(refusal.code.rawValue)"
    }
  }

  private static func outcome(_ answer: JSON) -> DemoResult.Outcome {
    guard case .string(let word) = answer["outcome"] ?? .null else { return .refused }
    return DemoResult.Outcome(rawValue: word) ?? .refused
  }

  /// Of several deals the one that did not go through gives the run its name.
  private static func worse(_ one: DemoResult.Outcome, _ other: DemoResult.Outcome) -> DemoResult.Outcome {
    one == .completed ? other : one
  }
}

extension EndOfDeal {
  /// The offer in the buyer's bundle.
  var offer: Offer? {
    guard let bytes = buyerBundle,
      let bundle = try? EvidenceBundle(canonicalBytes: bytes, limits: EvidenceBundle.limits),
      let statement = bundle.statements(of: .offer).first
    else { return nil }
    return try? VerifiedStatement<Offer>(verifying: statement, keys: KeySet()).content
  }
}
