import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// Tells how a deal stands, for people or as JSON, and writes its evidence beside the home.
struct DealReport {
  let options: WalletOptions

  /// Writes the bundle and prints.
  func show(_ deal: ShownDeal, to file: String? = nil) throws {
    let summary = deal.summary
    let path = file ?? defaultPath(summary.deal)
    try write(deal.bundle, to: path)
    if options.json {
      guard case .object(let object) = summary.json else { return }
      Output.json(
        .object(
          object.with("evidence", path.json).with("goods", deal.goods?.json)
            .with("paymentMilliseconds", deal.paymentMilliseconds?.json).with("service", deal.appraisal?.json)))
    } else {
      lines(summary, goods: deal.goods, evidence: path).forEach(Output.line)
    }
  }

  private func lines(_ summary: DealSummary, goods: String?, evidence: String) -> [String] {
    let texts = options.texts
    var lines = [
      texts(
        summary.paid == nil ? WalletText.dealLine : .dealPaid,
        [
          "title": HumanText.line(summary.title), "price": texts.price(summary.paid ?? summary.price),
          "ending": texts.text("ending.\(summary.outcome.rawValue)"),
        ])
    ]
    lines += summary.decisions.flatMap(decision)
    if let step = summary.step {
      lines += StepReport(texts: texts).lines(step)
      if step.asks, step.question != .claim {
        lines.append(texts(WalletText.stepNext, ["deal": "\(step.deal)", "home": home]))
      }
    }
    if summary.unexpected != nil { lines.append(texts(WalletText.dealUnexpected)) }
    if let goods { lines.append(texts(WalletText.dealGoods, ["path": goods])) }
    lines.append(texts(WalletText.dealEvidence, ["path": evidence]))
    lines.append(texts(WalletText.dealCheck, ["command": command(evidence)]))
    return lines
  }

  private func decision(_ decision: PhaseDecision) -> [String] {
    let texts = options.texts
    let phase = "  " + texts.text("phase.\(decision.phase.rawValue)") + ": "
    switch decision.decision {
    case .satisfied: return [phase + texts(WalletText.dealSatisfied)]
    case .dissatisfied(let refusal):
      let lines = [phase + texts(WalletText.dealDissatisfied, ["reason": texts.refusal(refusal)])]
      // What the person said herself needs no report.
      guard refusal.code != .userDeclined else { return lines }
      return lines + ["    " + texts(WalletText.dealVerbatim, ["detail": HumanText.line(refusal.detail)])]
    }
  }

  /// The command that works from here: a wallet elsewhere has its trust list elsewhere.
  private var home: String { options.home == WalletOptions.usualHome ? "" : " --home \(ShellWord(options.home))" }

  private func command(_ evidence: String) -> String {
    let trust = options.home == WalletOptions.usualHome ? "" : " --trust \(ShellWord(options.home + "/trust.json"))"
    return "semper verify \(ShellWord(evidence))\(trust)"
  }

  private func defaultPath(_ deal: ID<Deal>) -> String { options.home + "/evidence/" + deal.description + ".json" }

  private func write(_ bundle: EvidenceBundle, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bundle.canonicalBytes).write(to: url, options: .atomic)
  }
}
