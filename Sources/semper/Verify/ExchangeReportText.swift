import SemperExchange
import SemperModel
import SemperTrustedUI

/// A report on the evidence of an exchange for people: every link, then what the bundle proves for whom. What a statement
/// says is quoted as the judge has it, in English.
struct ExchangeReportText {
  let texts: Texts

  func lines(_ report: ExchangeReport) -> [String] {
    var lines = [
      texts(
        EvidenceText.reportExchange,
        ["exchange": "\(report.exchange)", "level": report.level.rawValue, "mode": report.mode.rawValue])
    ]
    lines += report.links.map { "  \(texts.mark($0.fault == nil)) \($0.name) \($0.says)" }
    lines.append("")
    guard report.ok else {
      return lines + [texts(EvidenceText.evidenceFails)]
        + report.links.compactMap { link in link.fault.map { "  \(link.name): \($0.detail)" } }
        + ["", texts(EvidenceText.evidenceFailsNext)]
    }
    lines.append(texts(EvidenceText.evidenceHolds))
    return lines
      + report.proves.map { found in
        let proven = texts.text("report.proven.\(found.proven.rawValue)")
        let placed = found.path.map { texts(EvidenceText.reportAt, ["path": $0, "proven": proven]) } ?? proven
        return "  " + Saying(.reportFor, RoleText.Subject(found.beneficiary), ["proven": placed]).text(in: texts)
      }
  }
}

extension Texts {
  /// Whether a link holds, in words of one width.
  func mark(_ holds: Bool) -> String {
    let marks = [self(EvidenceText.evidenceOk), self(EvidenceText.evidenceBad)]
    let mark = marks[holds ? 0 : 1]
    return mark + String(repeating: " ", count: (marks.map(\.count).max() ?? 0) - mark.count)
  }
}
