import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// What an arbiter has ruled in a dispute, as either side reads it.
struct RulingReport {
  let texts: Texts

  /// - Parameter command: with which whoever lost appeals.
  func lines(_ news: DisputeNews, appealing command: String) -> [String] {
    guard let ruling = (news.final ?? news.ruling)?.journalled(as: Ruling.self) else { return [] }
    var lines: [String] = []
    if let amount = ruling.remedy.amount(for: .buyer) {
      lines.append(texts(WalletText.disputePays, ["amount": texts.price(amount)]))
    } else {
      lines.append(texts(WalletText.disputeNothing))
    }
    if let finding = ruling.finding { lines.append("  " + HumanText.line(finding.text)) }
    if let until = ruling.appealableUntil, news.appeal == nil {
      lines.append(texts(WalletText.disputeAppeal, ["command": command, "date": texts.date(until)]))
    }
    return lines
  }
}
