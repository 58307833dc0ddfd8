import SemperCommerce
import SemperModel
import SemperTrustedUI

/// A report on evidence for people: every link with who said what, when and checked against which key, then what the
/// bundle proves for whom. What a statement says is quoted as the judge has it, in English.
struct ReportText {
  let texts: Texts

  func lines(_ report: EvidenceReport) -> [String] {
    var lines = [texts(EvidenceText.evidenceChain)]
    lines += report.links.flatMap(link)
    if !report.anchors.isEmpty {
      lines += ["", texts(EvidenceText.evidenceRoles)]
      lines += report.anchors.map(anchor)
    }
    lines.append("")
    guard report.ok else {
      return lines + [texts(EvidenceText.evidenceFails)]
        + report.faults.map { "  \($0.name): \($0.fault?.detail ?? "")" }
        + ["", texts(EvidenceText.evidenceFailsNext)]
    }
    lines.append(texts(EvidenceText.evidenceHolds))
    let parties = report.proves.map { conclusion in
      let party = texts.text("evidence.party.\(conclusion.beneficiary.rawValue)")
      return texts(EvidenceText.evidenceFor, ["party": party])
    }
    let widest = parties.map(\.count).max() ?? 0
    lines += zip(parties, report.proves).map { party, conclusion in
      let proven = texts.text("evidence.proven.\(conclusion.proven.rawValue)")
      return "  \(Self.pad(party, widest))  \(proven): \(conclusion.because)"
    }
    return lines
  }

  private func link(_ link: EvidenceLink) -> [String] {
    var line = "  \(texts.mark(link.holds)) \(Self.pad(link.name, 28)) "
    if let time = link.time {
      line += "\(time)\(link.selfDated ? " " + texts(EvidenceText.evidenceSelfdated) : "") "
    }
    let parties = link.by.joined(separator: " \(texts(EvidenceText.evidenceAnd)) ")
    line += parties.isEmpty ? link.says : "\(parties) \(link.says)"
    var lines = [line]
    if !link.keys.isEmpty {
      let keys = link.keys.map(\.description).joined(separator: ", ")
      lines.append("      " + texts(EvidenceText.evidenceKeys, ["keys": keys]))
    }
    if let terms = link.terms {
      lines.append("      " + texts(EvidenceText.evidenceTerms, ["terms": terms.description]))
    }
    return lines
  }

  private func anchor(_ anchor: EvidenceAnchor) -> String {
    let role = texts.words["evidence.role.\(anchor.role)"] ?? anchor.role
    return "  "
      + texts(
        EvidenceText.evidenceRole,
        [
          "organisation": anchor.organisation, "role": role, "root": anchor.root.text,
          "time": anchor.judgedAt.description,
        ]) + (anchor.selfDated ? " " + texts(EvidenceText.evidenceOwnword) : "")
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
