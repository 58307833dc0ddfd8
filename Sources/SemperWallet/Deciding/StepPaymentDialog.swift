import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTrustedUI

/// What a buyer is shown before a step of a deal pays: the amount that the documents of the deal come to, which need not be the price that
/// the offer named.
struct StepPaymentDialog {
  let payment: ItemAmount
  let step: OpenStep
  let record: DealRecord
  let seller: String
  let texts: Texts

  var dialog: Dialog {
    let price = texts.price(payment.amount)
    var fields = [
      field(.confirmPay, price, isProminent: true),
      field(.confirmTo, seller, isProminent: true),
      field(.confirmFor, label("item.\(payment.item)") ?? payment.item, isProminent: true),
      field(.payStepDeal, record.offer.title.text),
      field(.payStepState, label("state.\(step.state)") ?? step.state),
    ]
    if record.offer.price != payment.amount { fields.append(field(.payStepOffer, texts.price(record.offer.price))) }
    if let paid = record.paid, paid.minorUnits > 0 { fields.append(field(.payStepPaid, texts.price(paid))) }
    return Dialog(
      title: texts(WalletText.payStepTitle), fields: fields,
      question: texts(WalletText.confirmQuestion, ["price": price, "seller": seller]), subject: subject)
  }

  /// What a yes is about: this amount in this turn of this deal, for what both have said so far.
  private var subject: Digest {
    let said: JSON = .fields([
      "deal": step.deal.json, "last": record.course?.last.json, "pays": payment.json, "turn": step.turn.json,
    ])
    return Digest(plain: CanonicalJSON.encode(said))
  }

  private func label(_ key: String) -> String? { step.label(key, in: texts.language.rawValue) }

  private func field(_ label: WalletText, _ value: String, isProminent: Bool = false) -> Dialog.Field {
    Dialog.Field(texts(label), value, isProminent: isProminent)
  }
}
