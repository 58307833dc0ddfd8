import SemperCommerce
import SemperModel
import SemperTrustedUI

/// A report on an arbiter's log for people. What does not hold is quoted as the check has it, in English.
struct LogReportText {
  let options: ArbiterTrustOptions

  func lines(_ report: LogReport) -> [String] {
    let texts = options.texts
    var lines = [
      options.name(report.organisation, isAnchored: report.isAnchored),
      texts(ArbiterText.logSize, ["size": String(report.size), "time": report.asOf?.description ?? "?"]),
    ]
    lines += report.verdicts.sorted { $0.key < $1.key }.map { verdict, count in
      texts(ArbiterText.logDecisions, ["count": String(count), "verdict": texts.text("arbiter.verdict.\(verdict)")])
    }
    lines += report.witnesses.sorted { $0.key < $1.key }.map { witness, size in
      texts(ArbiterText.logWitness, ["size": String(size), "witness": witness.description])
    }
    if report.witnesses.isEmpty { lines.append(texts(ArbiterText.logUnwitnessed)) }
    return lines
      + (report.ok
        ? [texts(ArbiterText.logHolds)] : report.faults.map { texts(ArbiterText.logBad, ["fault": $0]) })
  }
}
