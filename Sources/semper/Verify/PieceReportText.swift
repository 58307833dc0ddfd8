import SemperExchange
import SemperModel
import SemperTrustedUI

/// What the judge says of an exchange piece for piece, for people.
struct PieceReportText {
  let texts: Texts

  func lines(_ report: PieceReport) -> [String] {
    var lines = [
      texts(EvidenceText.reportPieces, ["exchange": "\(report.exchange)", "pieces": String(report.pieces)]), "",
    ]
    lines += report.links.map { link in
      "  \(texts.mark(link.fault == nil))  \(link.name): \(link.says)" + (link.fault.map { " – \($0.detail)" } ?? "")
    }
    lines.append("")
    guard report.ok else {
      return lines + [texts(EvidenceText.evidenceFails), "", texts(EvidenceText.evidenceFailsNext)]
    }
    func say(_ text: RoleText, _ role: ExchangeRole, _ parts: [String: String] = [:]) {
      lines.append("  " + Saying(text, RoleText.Subject(role), parts).text(in: texts))
    }
    for role in ExchangeRole.allCases {
      say(
        .reportGiven, role,
        ["confirmed": String(report.confirmed[role] ?? 0), "given": String(report.given[role] ?? 0)])
    }
    for role in ExchangeRole.allCases where report.convicted.contains(role) { say(.reportConvicted, role) }
    if let owes = report.owes { say(.reportOwes, owes) }
    if let stopped = report.stopped { say(.reportStopped, stopped) }
    return lines
  }
}
