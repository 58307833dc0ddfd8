import ArgumentParser
import Foundation
import SemperCoding
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// `semper wallet means [--order A,B] [--avoid A,B] [--ask|--no-ask]`: with what the owner likes to pay.
struct WalletMeans: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "means", abstract: "Show or set with what the wallet likes to pay, and whether it asks (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Option(help: "The means of payment in the order in which they are liked, such as testmoney,ecash; \"\" for none.")
  var order: String?
  @Option(help: "The means of payment that are never taken, such as set,chipper; \"\" for none.")
  var avoid: String?
  @Flag(inversion: .prefixedNo, help: "Ask with what to pay when several means of payment suit both sides.")
  var ask: Bool?

  func run() async throws {
    let (order, avoid, ask) = (self.order.map(Self.names), self.avoid.map(Self.names), self.ask)
    let means = try await options.withWallet { wallet in
      order == nil && avoid == nil && ask == nil
        ? try wallet.means() : try wallet.setMeans(order: order, avoid: avoid, asks: ask)
    }
    if options.json { return Output.json(means.json) }
    lines(means).forEach(Output.line)
  }

  private func lines(_ means: PaymentPreferences) -> [String] {
    let texts = options.texts
    func named(_ text: WalletText, _ schemes: [SchemeID]) -> String {
      texts(text, ["systems": schemes.map(\.name).joined(separator: ", ")])
    }
    return [means.order.isEmpty ? texts(WalletText.meansNoOrder) : named(.meansOrder, means.order)]
      + (means.avoided.isEmpty ? [] : [named(.meansAvoid, means.avoided)])
      + [texts(means.asking == .never ? WalletText.meansNoAsk : .meansAsk)]
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
