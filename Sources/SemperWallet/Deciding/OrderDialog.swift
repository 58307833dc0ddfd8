import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperStatements
import SemperTrustedUI

/// What a buyer is shown before ordering: computed from the signed offer and terms that the deal will be pinned to, never
/// from what a page says.
enum OrderDialog {
  static func dialog(for offer: Offer, under terms: TermsOfBusiness, digest: Digest, seller: String) -> Dialog {
    let files = offer.content.manifest.files.count
    let window = terms.states.lazy.compactMap { entry -> Span? in
      if case .exchange(_, .strong, let window) = entry.state.step { window } else { nil }
    }.first
    return Dialog(
      title: "Do you want to buy this?",
      fields: [
        .init("You pay", "\(offer.price)", isProminent: true),
        .init("To", seller, isProminent: true),
        .init("For", offer.title.text, isProminent: true),
        .init("You get", "\(files) files, \(offer.content.length) bytes, exactly as described"),
        .init("Terms", "\(terms.service) \(terms.version)"),
        .init(
          "Fairness",
          "You get what was described or your money stays yours. If something goes wrong, this wallet must run again "
            + "within \(window?.words ?? "the complaint window")."),
        .init("Arbiter", offer.arbiterAddress.text),
        .init("The seller learns", "nothing about you but a key made for this deal"),
      ],
      question: "Pay \(offer.price) to \(seller)?", subject: digest)
  }
}
