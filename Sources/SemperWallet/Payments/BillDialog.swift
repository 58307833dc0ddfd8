import SemperCommerce
import SemperExchange
import SemperModel
import SemperPayments
import SemperTrustedUI

/// What a payer is shown before a bill is paid: computed from what the seller has signed, never from a page.
struct BillDialog {
  let bill: Bill
  let seller: String
  let option: PaymentOption
  let texts: Texts
  /// Why no role has answered this.
  var roles: [String] = []

  /// - Parameter digest: of the selection, which a yes is bound to.
  func dialog(about digest: Digest) -> Dialog {
    let price =
      bill.meter.map { meter in
        texts(
          WalletText.billMetered,
          [
            "amount": texts.price(bill.amount), "price": texts.price(meter.price),
            "span": texts.duration(meter.every),
          ])
      } ?? texts.price(bill.amount)
    let means = texts(
      WalletText.confirmMeansText,
      [
        "system": HumanText.line(option.scheme.name), "class": texts.text("means.\(option.paymentClass.rawValue)"),
        "level": texts.text("level.\(BillPayment.level.rawValue)"),
      ])
    return Dialog(
      title: texts(WalletText.billTitle),
      fields: [
        Dialog.Field(texts(WalletText.confirmPay), price, isProminent: true),
        Dialog.Field(texts(WalletText.confirmMeans), means),
        Dialog.Field(texts(WalletText.confirmTo), seller, isProminent: true),
        Dialog.Field(texts(WalletText.confirmFor), bill.title.text, isProminent: true),
      ] + roles.map { Dialog.Field(texts(WalletText.confirmRole), $0) },
      question: texts(WalletText.confirmQuestion, ["price": price, "seller": seller]), subject: digest)
  }
}
