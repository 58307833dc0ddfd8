import SemperCommerce
import SemperModel
import SemperTerms
import SemperTrustedUI

/// What a dossier comes to, for people.
struct DossierReportText {
  let texts: Texts

  func lines(_ report: DossierReport) -> [String] {
    var lines = [texts(DossierText.dossierSigned)]
    lines += report.findings.map { finding in
      "  \(texts.mark(finding.holds)) \(part(finding.part))  \(finding.time.map { "\($0)  " } ?? "")\(finding.digest)"
    }
    lines.append("")
    guard report.ok else {
      return lines + [texts(DossierText.dossierFails)]
        + report.faults.map { "  \(part($0.part)): \($0.fault?.detail ?? "")" }
    }
    lines.append(texts(DossierText.dossierHolds))
    if let remedy = report.remedy {
      lines.append(
        "  " + DisputeWords(texts.language).remedy(remedy)
          + (report.isFinal ? "" : " " + texts(DossierText.dossierNotFinal)))
    }
    if let moved = report.moved { lines.append("  " + texts(DossierText.dossierMoved, ["amount": texts.price(moved)])) }
    return lines
  }

  func part(_ part: DossierFinding.Part) -> String { texts.text("dossier.part.\(part.rawValue)") }
}
