import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperPayments
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till deals`.
struct TillDeals: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "deals",
    abstract:
      "The ended deals that have brought money, what went back of it, and what you can still refund, oldest first.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .deals(let deals) = try options.ask(.deals) else { throw options.unexpected }
    guard !options.json else { return Output.json(.array(deals.map(\.json))) }
    if deals.isEmpty { return Output.line(options.texts(WalletText.tillNoDeals)) }
    deals.flatMap(lines).forEach(Output.line)
  }

  private func lines(_ one: TillDeal) -> [String] {
    let texts = options.texts
    var parts = ["deal": "\(one.deal)", "price": texts.price(one.paid), "title": HumanText.line(one.title)]
    parts["system"] = one.system.map { HumanText.line($0.name) }
    var lines = [texts(one.system == nil ? WalletText.tillDealPlain : .tillDeal, parts)]
    if one.back.minorUnits > 0 { lines.append(texts(WalletText.tillDealBack, ["amount": texts.price(one.back)])) }
    if let refunded = one.refunded, refunded.minorUnits > 0 {
      lines.append(texts(WalletText.billRefunded, ["amount": texts.price(refunded)]))
    }
    if let rest = one.refundable, rest.minorUnits > 0 {
      let parts = ["amount": texts.price(rest), "deal": "\(one.deal)", "home": "\(ShellWord(options.home))"]
      lines.append(texts(WalletText.tillDealRefundable, parts))
    }
    return lines
  }
}
