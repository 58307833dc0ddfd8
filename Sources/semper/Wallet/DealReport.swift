import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperWallet

/// Tells how a deal stands, for people or as JSON, and writes its evidence beside the home.
enum DealReport {
  /// Writes the bundle and prints.
  static func show(_ deal: ShownDeal, options: WalletOptions, to file: String? = nil) throws {
    let summary = deal.summary
    let path = file ?? defaultPath(summary.deal, in: options.home)
    try write(deal.bundle, to: path)
    if options.json {
      guard case .object(let object) = summary.json else { return }
      Output.json(.object(object.with("evidence", path.json).with("goods", deal.goods?.json)))
    } else {
      lines(summary, goods: deal.goods, evidence: path).forEach(Output.line)
    }
  }

  private static func lines(_ summary: DealSummary, goods: String?, evidence: String) -> [String] {
    var lines = ["\(summary.title) for \(summary.price): \(words(summary.outcome))"]
    for decision in summary.decisions {
      switch decision.decision {
      case .satisfied: lines.append("  \(decision.phase.rawValue): satisfied")
      case .dissatisfied(let refusal): lines.append("  \(decision.phase.rawValue): not satisfied, \(refusal.detail)")
      }
    }
    if let goods { lines.append("Goods: \(goods)") }
    lines.append("Evidence: \(evidence)")
    lines.append("Check it with: semper verify \(evidence)")
    return lines
  }

  private static func words(_ outcome: DealSummary.Outcome) -> String {
    switch outcome {
    case .open: "still open; run the wallet again to go on"
    case .completed: "you have what was described, the seller has its money"
    case .aborted: "ended without a purchase; nothing had been paid"
    case .compensated: "ended without a purchase; your money came back"
    case .refused: "did not come about"
    }
  }

  private static func defaultPath(_ deal: ID<Deal>, in home: String) -> String {
    home + "/evidence/" + deal.description + ".json"
  }

  private static func write(_ bundle: EvidenceBundle, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bundle.canonicalBytes).write(to: url, options: .atomic)
  }
}
