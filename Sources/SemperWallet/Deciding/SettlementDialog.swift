import SemperCommerce
import SemperModel
import SemperTrustedUI

/// What a buyer is shown before it proposes to settle: what it gives up, and what the seller can do with that.
struct SettlementDialog {
  let offer: Offer
  let wish: SettlementWish
  let seller: String
  let until: Timestamp
  let texts: Texts

  /// - Parameter agreement: what a yes is bound to.
  func dialog(about agreement: Digest) -> Dialog {
    let paid = texts.price(wish.paid)
    return Dialog(
      title: texts(WalletText.settleTitle),
      fields: [
        field(.settleGets, paid, isProminent: true),
        field(.settleBack, texts.price(offer.price.subtracting(wish.paid) ?? offer.price), isProminent: true),
        field(.settleSeller, seller, isProminent: true),
        field(.settleFor, offer.title.text),
        field(.settleItems, texts(wish.isGiven ? WalletText.settleItemsGiven : .settleItemsVoid)),
        field(.settleUntil, texts(WalletText.settleUntilText, ["time": until.description])),
        field(.settleOtherwise, texts(WalletText.settleOtherwiseText)),
      ],
      question: texts(WalletText.settleQuestion, ["seller": seller, "paid": paid]), subject: agreement)
  }

  private func field(_ label: WalletText, _ value: String, isProminent: Bool = false) -> Dialog.Field {
    Dialog.Field(texts(label), value, isProminent: isProminent)
  }
}
