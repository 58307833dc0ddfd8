import SemperCommerce
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// Tells a buyer or a seller of one means of payment: what it is, how fair a deal is with it, and what is there.
struct PurseReport {
  let side: DealSide
  let texts: Texts

  func lines(_ shown: OwnedPurse) -> [String] {
    let purse = shown.purse
    let line = texts(
      WalletText.pursesLine,
      [
        "system": purse.scheme.name, "bank": HumanText.line(purse.bank),
        "class": texts.text("means.\(purse.paymentClass.rawValue)", to: side),
        "smallest": texts.price(purse.limits.smallest), "largest": texts.price(purse.limits.largest),
      ])
    let level = shown.level.map { texts.text("level.\($0.rawValue)", to: side) }
    return [line] + entry(level, side == .buyer ? .pursesFairness : .tillFairness, "level")
      + entry(held(shown), side == .buyer ? .pursesHolds : .tillHeld, "amount")
      + entry(shown.atBank.map { texts.price($0) }, .pursesAtBank, "amount")
  }

  /// A till holds nothing as a rule: what a module at the bank takes goes on to the account.
  private func held(_ shown: OwnedPurse) -> String? {
    guard let held = shown.held, side == .buyer || held.minorUnits > 0 else { return nil }
    return texts.price(held)
  }

  private func entry(_ value: String?, _ text: WalletText, _ name: String) -> [String] {
    value.map { [texts(text, [name: $0])] } ?? []
  }
}
