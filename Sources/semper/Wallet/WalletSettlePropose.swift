import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet settle propose DEAL`: asks the seller to give the money back, or offers it a part. Exits 0 when the deal is
/// settled, 3 when the seller has not agreed.
struct WalletSettlePropose: AsyncParsableCommand, SpeakingCommand {
  private static let spans: ClosedRange<Int64> = 1...2_592_000
  static let configuration = CommandConfiguration(
    commandName: "propose", abstract: "Propose how a deal ends, and wait for the seller.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id, from “semper wallet deals”; one that begins with “-” goes after “--”.")
  var deal: String
  @Option(help: "What the seller gets of the locked money, such as 7.50; the rest comes back.")
  var pay = "0.00"
  @Flag(help: "Goods and receipt count as given.")
  var given = false
  @Flag(help: "Do not ask.")
  var yes = false
  @Option(help: "Seconds for the seller to agree.")
  var within: Int64 = 600

  func run() async throws {
    guard Self.spans.contains(within) else {
      throw ValidationError(
        options.texts(
          WalletText.errorSettleTime, ["least": "\(Self.spans.lowerBound)", "most": "\(Self.spans.upperBound)"]))
    }
    guard let id = try? ID<Deal>(text: deal) else {
      throw WalletError(.notUnderstood, .errorDealForm, ["text": String(deal.prefix(64))])
    }
    guard let paid = try? Money(pay, .euro) else {
      throw WalletError(.notUnderstood, .errorAmount, ["text": String(pay.prefix(64)), "example": "7.50"])
    }
    let wish = SettlementWish(paid: paid, isGiven: given)
    let isSettled = try await options.withWallet(agreeing: yes) { wallet in
      let machine = try await wallet.deals.settle(id, as: wish, within: Span(seconds: within))
      try DealReport(options: options).show(try await wallet.shown(machine))
      return SettlementView(machine)?.settled != nil
    }
    guard !isSettled else { return }
    if !options.json { Output.line(options.texts(WalletText.settleDeclined)) }
    throw WalletBuy.endedWithoutPurchase
  }
}
