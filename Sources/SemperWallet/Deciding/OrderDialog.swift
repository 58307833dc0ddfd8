import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTerms
import SemperTrustedUI

/// What a buyer is shown before ordering: computed from the signed offer and terms that the deal will be pinned to, never
/// from what a page says.
struct OrderDialog {
  let offer: Offer
  let record: DealRecord
  let seller: String
  let arbiter: String?
  /// With what it is paid; `nil` where nothing was agreed.
  let means: DealMeans?
  /// What was found out about the terms; `nil` where nobody looked.
  let appraisal: ServiceAppraisal?
  /// Why no role has answered this.
  let roles: [String]
  let texts: Texts

  /// - Parameter digest: of the signed offer, which a yes is bound to.
  func dialog(about digest: Digest) -> Dialog {
    let price = texts.price(offer.price)
    return Dialog(
      title: texts(goesInSteps ? WalletText.confirmTitleSteps : .confirmTitle),
      fields: prices + paying + [
        field(.confirmTo, seller, isProminent: true),
        field(.confirmFor, offer.title.text, isProminent: true),
      ] + goods + [field(.confirmTerms, "\(terms.service) \(terms.version)")]
        + (appraisal.map { evaluated(AppraisalWords($0, texts)) } ?? [])
        + (goesInSteps ? [] : [field(.confirmFairness, fairness)]) + [
          field(.confirmArbiter, (arbiter.map { $0 + ", " } ?? "") + offer.arbiterAddress.text)
        ] + showing + learning + roles.map { field(.confirmRole, $0) },
      question: goesInSteps
        ? texts(WalletText.confirmQuestionSteps, ["seller": seller])
        : texts(WalletText.confirmQuestion, ["price": price, "seller": seller]),
      subject: digest)
  }

  private var terms: TermsOfBusiness { record.terms }

  /// Whether the deal is one of many steps, whose payments are asked about one by one.
  private var goesInSteps: Bool { record.course != nil }

  /// What is paid: the price, or each payment of the terms as far as the offer decides it.
  private var prices: [Dialog.Field] {
    guard goesInSteps else { return [field(.confirmPay, texts.price(offer.price), isProminent: true)] }
    let planned = record.plannedPayments.map { payment in
      let label = label("item.\(payment.item)") ?? payment.item
      let limit = texts.price(terms.limits.highestPrice)
      let value =
        payment.amount.map { texts(WalletText.confirmPayment, ["amount": texts.price($0)]) }
        ?? texts(WalletText.confirmPaymentLater, ["rule": payment.rule, "most": limit])
      return Dialog.Field(label, value, isProminent: true)
    }
    return [field(.payStepOffer, texts.price(offer.price), isProminent: true)] + planned
  }

  /// What comes on line, if it is what the offer describes.
  private var goods: [Dialog.Field] {
    guard terms.items.contains(where: { terms.form(of: $0.name) == .data(ItemForm.content) }) else { return [] }
    let words = texts.count(
      Int64(offer.content.manifest.files.count), "confirm.goods", ["size": texts.size(offer.content.length)])
    return [field(.confirmGet, words)]
  }

  private var learning: [Dialog.Field] {
    let named = record.plannedFields.map { label("field.\($0)") ?? "\($0)" }
    let filled = named.enumerated().filter { !named[..<$0.offset].contains($0.element) }.map(\.element)
    guard !filled.isEmpty else { return [field(.confirmSellerLearns, texts(WalletText.confirmSellerLearnsText))] }
    return [
      field(
        .confirmSellerLearns,
        texts(WalletText.confirmSellerLearnsFields, ["fields": filled.joined(separator: ", ")]))
    ]
  }

  /// As the signed terms call it in the language of the question, or in their first.
  private func label(_ key: String) -> String? {
    terms.displays.spoken(in: texts.language.rawValue)?[key]?.text
  }

  private func evaluated(_ words: AppraisalWords) -> [Dialog.Field] {
    words.findings.map { field(.confirmEvaluated, $0, isProminent: appraisal?.isAsked == true) }
      + words.changes.map { field(.confirmChanged, $0, isProminent: true) } + [field(.confirmRisk, words.risk)]
  }

  private var paying: [Dialog.Field] {
    guard let means else { return [] }
    let text = texts(
      WalletText.confirmMeansText,
      [
        "system": HumanText.line(means.system.name), "class": texts.text("means.\(means.paymentClass.rawValue)"),
        "level": texts.text("level.\(means.level.rawValue)"),
      ])
    return [field(.confirmMeans, text)]
  }

  /// What the terms have the buyer show of itself.
  private var showing: [Dialog.Field] {
    let types = terms.requirements?.buyer ?? []
    return types.isEmpty ? [] : [field(.confirmShows, types.joined(separator: ", "))]
  }

  private var fairness: String {
    guard let window = terms.window else { return texts(WalletText.confirmFairnessPlain) }
    return texts(WalletText.confirmFairnessText, ["window": texts.duration(window)])
  }

  private func field(_ label: WalletText, _ value: String, isProminent: Bool = false) -> Dialog.Field {
    Dialog.Field(texts(label), value, isProminent: isProminent)
  }
}
