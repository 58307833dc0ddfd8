import SemperExchange
import SemperModel

/// What the judge says of an exchange piece for piece, for people.
enum PieceReportText {
  static func lines(_ report: PieceReport) -> [String] {
    var lines = ["Exchange \(report.exchange), piece for piece (level I), \(report.pieces) pieces each", ""]
    lines += report.links.map { link in
      "  \(link.fault == nil ? "ok " : "BAD")  \(link.name): \(link.says)"
        + (link.fault.map { " – \($0.detail)" } ?? "")
    }
    guard report.ok else { return lines + ["", "The evidence does not hold."] }
    lines.append("")
    for role in ExchangeRole.allCases {
      lines.append(
        "  The \(role.rawValue) has given \(report.given[role] ?? 0), of which the other side has confirmed "
          + "\(report.confirmed[role] ?? 0).")
    }
    for role in ExchangeRole.allCases where report.convicted.contains(role) {
      lines.append("  The \(role.rawValue) is convicted: what it signed is not what it described.")
    }
    if let owes = report.owes { lines.append("  The \(owes.rawValue) owes one piece.") }
    if let stopped = report.stopped { lines.append("  The \(stopped.rawValue) did not go on.") }
    return lines
  }
}
