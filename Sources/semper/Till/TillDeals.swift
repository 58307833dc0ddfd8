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
    commandName: "deals", abstract: "The deals in which the shop was paid, and what went back of them, oldest first.")

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
    let line = texts(
      WalletText.tillDeal,
      [
        "deal": "\(one.deal)", "price": texts.price(one.price), "title": HumanText.line(one.title),
        "system": one.system.map { HumanText.line($0.name) } ?? "?",
      ])
    let back = one.refunded.flatMap { $0.minorUnits > 0 ? $0 : nil }
    return [line] + (back.map { [texts(WalletText.billRefunded, ["amount": texts.price($0)])] } ?? [])
  }
}
