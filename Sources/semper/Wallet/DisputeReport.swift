import SemperCommerce
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// A claim of the wallet's as its owner reads it.
struct DisputeReport {
  let texts: Texts

  func lines(_ dispute: WalletDispute) -> [String] {
    let content = dispute.content
    let words = DisputeWords(texts.language)
    var lines = [
      texts(
        WalletText.disputeLine,
        [
          "deal": "\(content.deal)", "title": HumanText.line(dispute.title),
          "kind": words.kind(content.what), "stage": dispute.news.map { words.stage($0.stage) } ?? words.sent,
        ])
    ]
    if let news = dispute.news, news.stage == .hearing {
      lines.append(texts(WalletText.disputeNext, ["date": texts.date(news.hearUntil)]))
    }
    if let news = dispute.news {
      lines += RulingReport(texts: texts).lines(news, appealing: "semper wallet appeal \(content.deal)")
    }
    if let moved = dispute.moved {
      lines.append(texts(WalletText.disputeCame, ["amount": texts.price(moved.paid)]))
      if moved.owed.minorUnits > 0 {
        lines.append(texts(WalletText.disputeOwed, ["amount": texts.price(moved.owed)]))
      }
    }
    return lines
  }
}
