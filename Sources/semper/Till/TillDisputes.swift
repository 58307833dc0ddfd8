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
      Output.line(
        texts(
          WalletText.disputeLine,
          [
            "deal": "\(dispute.content.deal)", "title": HumanText.line(dispute.content.grounds.text),
            "kind": words.kind(dispute.content.what),
            "stage": words.stage(dispute.news?.stage ?? .hearing),
          ]))
      Output.line("  \(dispute.claim.digest)")
      Output.line(texts(WalletText.disputeSaid, ["stance": words.stance(dispute.stance)]))
      guard let news = dispute.news else { continue }
      let report = RulingReport(texts: texts)
      report.lines(news, appealing: "semper till appeal \(dispute.claim.digest)").forEach(Output.line)
      if let moved = news.enforcement?.journalled(as: Enforcement.self) {
        Output.line(texts(WalletText.disputeTook, ["amount": texts.price(moved.paid)]))
      }
    }
  }
}
