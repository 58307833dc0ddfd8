import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperServers
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper till disputes`.
struct TillDisputes: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "disputes", abstract: "The claims that buyers have brought, and what the shop has said to them.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .disputes(let disputes) = try options.ask(.disputes) else { throw options.unexpected }
    options.show(disputes)
  }
}

extension TillOptions {
  func show(_ disputes: [TillDispute]) {
    if json { return Output.json(.array(disputes.map(\.json))) }
    if disputes.isEmpty { return Output.line(texts(WalletText.disputeNone)) }
    let words = DisputeWords(language)
    for dispute in disputes {
      let (claim, isOwn) = (dispute.content, dispute.content.what.claimant == .seller)
      Output.line(
        texts(
          WalletText.disputeLine,
          [
            "deal": "\(claim.deal)", "title": dispute.title.map(HumanText.line) ?? "?",
            "kind": words.kind(claim.what), "stage": words.stage(dispute.news?.stage ?? .hearing),
          ]))
      Output.line("  \(dispute.claim.digest)")
      let said = ["words": HumanText.line(claim.grounds.text)]
      Output.line(texts(isOwn ? WalletText.tillDisputeSeller : .tillDisputeBuyer, said))
      // To its own claim the buyer answers, and not the shop.
      if !isOwn { Output.line(texts(WalletText.disputeSaid, ["stance": words.stance(dispute.stance)])) }
      guard let news = dispute.news else { continue }
      let report = RulingReport(texts: texts)
      report.lines(news, appealing: "semper till appeal \(dispute.claim.digest)").forEach(Output.line)
      if let moved = news.enforcement?.journalled(as: Enforcement.self) {
        Output.line(texts(WalletText.disputeTook, ["amount": texts.price(moved.paid)]))
      }
    }
  }
}
