import SemperExchange
import SemperModel

/// A report on the evidence of an exchange for people: every link, then what the bundle proves for whom.
enum ExchangeReportText {
  static func lines(_ report: ExchangeReport) -> [String] {
    var lines = ["The exchange \(report.exchange), level \(report.level.rawValue), \(report.mode.rawValue)"]
    lines += report.links.map { "  \($0.fault == nil ? "ok " : "BAD") \($0.name) \($0.says)" }
    lines.append("")
    guard report.ok else {
      return lines + ["This evidence does not hold:"]
        + report.links.compactMap { link in link.fault.map { "  \(link.name): \($0.detail)" } }
    }
    lines.append("Every link holds. It proves")
    lines += report.proves.map { found in
      "  for the \(found.beneficiary.rawValue): \(words(found.proven))\(found.path.map { ", at \($0)" } ?? "")"
    }
    return lines
  }

  private static func words(_ proven: ExchangeReport.Proven) -> String {
    switch proven {
    case .promised: "the other side has committed to give it"
    case .opened: "the other side's items are opened"
    case .counts: "the statement counts"
    case .paid: "the money is paid"
    case .refunded: "the money has come back"
    case .credentialInvalid: "the credential is invalid"
    case .aborted: "the exchange was aborted for ever"
    case .settled: "both have settled the exchange without the arbiter"
    case .peerConvicted: "the other side cheated"
    case .arbiterConvicted: "the arbiter contradicted itself"
    case .ledgerConvicted: "the ledger broke its word"
    }
  }
}
