import SemperCommerce
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// How the payment of a bill stands, and what came back of a deal, in words.
struct BillReport {
  let texts: Texts

  func lines(_ payment: BillPayment) -> [String] {
    let line = texts(
      WalletText.billLine,
      [
        "amount": texts.price(payment.paid ?? payment.bill.amount), "seller": HumanText.line(payment.seller),
        "title": HumanText.line(payment.bill.title.text), "system": HumanText.line(payment.system.name),
        "state": texts.text("payment.\(payment.state.rawValue)"),
      ])
    let back = payment.refunded.flatMap { $0.minorUnits > 0 ? $0 : nil }
    return [line] + (payment.refusal.map { ["  " + texts.refusal($0)] } ?? [])
      + (back.map { [texts(WalletText.billRefunded, ["amount": texts.price($0)])] } ?? [])
  }

  func line(_ deal: RepaidDeal) -> String {
    texts(
      WalletText.refundDeal,
      [
        "title": HumanText.line(deal.title), "amount": texts.price(deal.refunded), "price": texts.price(deal.price),
        "seller": HumanText.line(deal.seller), "system": HumanText.line(deal.system.name),
      ])
  }
}
