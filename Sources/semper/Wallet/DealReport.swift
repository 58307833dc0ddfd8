import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperWallet

/// Tells how a deal stands, for people or as JSON, and writes its evidence beside the home.
enum DealReport {
  /// Writes the bundle and prints; returns the outcome.
  static func show(
    _ machine: DealMachine, in wallet: WalletHome, options: WalletOptions, to file: String? = nil
  ) async throws -> DealSummary.Outcome {
    guard let summary = DealSummary(machine) else {
      throw WalletError(.notFound, "this deal never began")
    }
    let path = file ?? defaultPath(summary.deal, in: options.home)
    try await write(summary.deal, of: wallet, to: path)
    let goods = options.home + "/goods/" + summary.deal.description
    if options.json {
      guard case .object(let object) = summary.json else { return summary.outcome }
      Output.json(.object(object.with("evidence", path.json).with("goods", goods.json)))
    } else {
      lines(summary, evidence: path).forEach(Output.line)
    }
    return summary.outcome
  }

  private static func lines(_ summary: DealSummary, evidence: String) -> [String] {
    var lines = ["\(summary.title) for \(summary.price): \(words(summary.outcome))"]
    for decision in summary.decisions {
      switch decision.decision {
      case .satisfied: lines.append("  \(decision.phase.rawValue): satisfied")
      case .dissatisfied(let refusal): lines.append("  \(decision.phase.rawValue): not satisfied, \(refusal.detail)")
      }
    }
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

  private static func write(_ deal: ID<Deal>, of wallet: WalletHome, to path: String) async throws {
    let bundle = try await wallet.bundle(of: deal)
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bundle.canonicalBytes).write(to: url, options: .atomic)
  }
}
