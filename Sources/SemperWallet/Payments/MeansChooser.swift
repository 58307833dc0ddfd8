import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTrustedUI

/// Asks the owner with which of the means that suit both sides to pay: each with what it is and how fair the payment is with it, the most
/// liked first.
struct MeansChooser: PaymentChooser {
  let display: any TrustedDisplay
  /// Who is paid, and for what.
  let seller: String
  let title: String
  /// How fair the deal or payment is with a means of payment.
  let level: @Sendable (PaymentProperties) -> FairnessLevel

  /// Throws `WalletError`, which says how to name one beforehand, when the owner takes none or there is nobody to ask.
  func choose(from choice: PaymentChoice, of offer: PaymentOffer) async throws -> PaymentChoice.Candidate? {
    let texts = WalletTexts.of(display.language)
    let ways = choice.candidates.enumerated().map { index, candidate in
      Dialog.Field("\(index + 1)", words(of: offer.options[candidate.option], candidate, texts))
    }
    let dialog = Dialog(
      title: texts(WalletText.chooseTitle),
      fields: [
        Dialog.Field(texts(WalletText.confirmTo), seller, isProminent: true),
        Dialog.Field(texts(WalletText.confirmFor), title, isProminent: true),
      ] + ways,
      question: texts(WalletText.chooseQuestion), subject: Digest(plain: offer.canonicalBytes), choices: ways.count)
    let answer = try await display.ask(dialog)
    guard answer.isYes, answer.subject == dialog.subject, choice.candidates.indices.contains(answer.choice ?? 0) else {
      throw WalletError(
        .notPossible, .errorMeansNone,
        ["known": choice.candidates.map(\.scheme.name).joined(separator: ", ")])
    }
    return choice.candidates[answer.choice ?? 0]
  }

  private func words(of option: PaymentOption, _ candidate: PaymentChoice.Candidate, _ texts: Texts) -> String {
    let means = texts(
      WalletText.confirmMeansText,
      [
        "system": HumanText.line(option.scheme.name), "class": texts.text("means.\(option.paymentClass.rawValue)"),
        "level": texts.text("level.\(level(option.properties).rawValue)"),
      ])
    return texts(WalletText.chooseWay, ["amount": texts.price(candidate.amount), "means": means])
  }
}
