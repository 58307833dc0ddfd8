import SemperCommerce
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// How the payment of a bill stands, in words.
struct BillReport {
  let texts: Texts

  func lines(_ payment: BillPayment) -> [String] {
    let line = texts(
      WalletText.billLine,
      [
        "amount": texts.price(payment.bill.amount), "seller": HumanText.line(payment.seller),
        "title": HumanText.line(payment.bill.title.text), "system": HumanText.line(payment.system.name),
        "state": texts.text("payment.\(payment.state.rawValue)"),
      ])
    let back = payment.refunded.flatMap { $0.minorUnits > 0 ? $0 : nil }
    return [line] + (payment.refusal.map { ["  " + texts.refusal($0)] } ?? [])
      + (back.map { [texts(WalletText.billRefunded, ["amount": texts.price($0)])] } ?? [])
  }
}
