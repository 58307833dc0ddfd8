import SemperCommerce
import SemperModel

/// A report on evidence for people: every link with who said what, when and checked against which key, then what the
/// bundle proves for whom.
enum ReportText {
  private static func article(_ role: String) -> String { "aeio".contains(role.prefix(1)) ? "an" : "a" }

  static func lines(_ report: EvidenceReport) -> [String] {
    var lines = ["The chain"]
    lines += report.links.flatMap(link)
    if !report.anchors.isEmpty {
      lines += ["", "Who vouches for the roles"]
      lines += report.anchors.map {
        "  \($0.organisation) is \(article($0.role)) \($0.role), says \($0.root), judged at \($0.judgedAt)"
          + ($0.selfDated ? " (on its own word)" : "")
      }
    }
    lines.append("")
    guard report.ok else {
      return lines + ["This evidence does not hold:"]
        + report.faults.map { "  \($0.name): \($0.fault?.detail ?? "")" }
    }
    lines.append("Every link holds. It proves")
    lines += report.proves.map { "  for \(pad($0.beneficiary.rawValue, 6))  \(words($0.proven)): \($0.because)" }
    return lines
  }

  private static func link(_ link: EvidenceLink) -> [String] {
    var line = "  \(link.holds ? "ok " : "BAD") \(pad(link.name, 28)) "
    if let time = link.time { line += "\(time)\(link.selfDated ? " (self-dated)" : "") " }
    line += "\(link.by.joined(separator: " and ")) \(link.says)"
    var lines = [line]
    if !link.keys.isEmpty {
      lines.append("      checked against " + link.keys.map(\.description).joined(separator: ", "))
    }
    if let terms = link.terms { lines.append("      under the terms \(terms)") }
    return lines
  }

  private static func words(_ proven: EvidenceConclusion.Proven) -> String {
    switch proven {
    case .sellerOffered: "the seller offered this"
    case .buyerOrdered: "the buyer ordered it"
    case .contractConcluded: "both agreed on the contract"
    case .paymentLocked: "the money was locked"
    case .goodsOpened: "the goods were opened to the buyer"
    case .delivered: "the goods were delivered"
    case .receiptCounts: "the receipt counts"
    case .paymentOpened: "the payment was released"
    case .paymentClaimed: "the seller has the money"
    case .paymentRefunded: "the buyer has its money back"
    case .exchangeAborted: "the exchange was aborted for ever"
    case .accepted: "the buyer was satisfied"
    case .disputed: "the buyer was not satisfied"
    case .originatorConvicted: "the originator cheated"
    case .responderConvicted: "the responder cheated"
    case .arbiterConvicted: "the arbiter contradicted itself"
    case .ledgerConvicted: "the ledger broke its word"
    }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
