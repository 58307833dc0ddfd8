import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperPayments
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till bills`.
struct TillBills: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "bills", abstract: "All bills, and what has come of them.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .bills(let bills) = try options.ask(.bills) else { throw options.unexpected }
    guard !options.json else { return Output.json(.array(bills.map(\.json))) }
    if bills.isEmpty { return Output.line(options.texts(WalletText.tillNone)) }
    bills.flatMap(lines).forEach(Output.line)
  }

  private func lines(_ one: TillBill) -> [String] {
    let texts = options.texts
    let state = one.state.map { texts.text("payment.\($0.rawValue)") } ?? texts(WalletText.tillUnpaid)
    let line = texts(
      WalletText.tillLine,
      [
        "bill": "\(one.bill.id)", "amount": texts.price(one.paid ?? one.bill.amount),
        "title": HumanText.line(one.bill.title.text), "state": state,
      ])
    let back = one.refunded.flatMap { $0.minorUnits > 0 ? $0 : nil }
    return [line] + (back.map { [texts(WalletText.billRefunded, ["amount": texts.price($0)])] } ?? [])
  }
}
