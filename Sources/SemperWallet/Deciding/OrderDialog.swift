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
  let terms: TermsOfBusiness
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
    let goods = texts.count(
      Int64(offer.content.manifest.files.count), "confirm.goods", ["size": texts.size(offer.content.length)])
    return Dialog(
      title: texts(WalletText.confirmTitle),
      fields: [
        field(.confirmPay, price, isProminent: true)
      ]
        + paying + [
          field(.confirmTo, seller, isProminent: true),
          field(.confirmFor, offer.title.text, isProminent: true),
          field(.confirmGet, goods),
          field(.confirmTerms, "\(terms.service) \(terms.version)"),
        ]
        + (appraisal.map { evaluated(AppraisalWords($0, texts)) } ?? []) + [
          field(.confirmFairness, fairness),
          field(.confirmArbiter, (arbiter.map { $0 + ", " } ?? "") + offer.arbiterAddress.text),
        ] + showing + [
          field(.confirmSellerLearns, texts(WalletText.confirmSellerLearnsText))
        ] + roles.map { field(.confirmRole, $0) },
      question: texts(WalletText.confirmQuestion, ["price": price, "seller": seller]), subject: digest)
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
