import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet look SHOP CODE`, `semper wallet look LINK` or `semper wallet look FILE`: an offer and its terms, without a deal. Exits 0 when the wallet would take part
/// (perhaps after a question), 3 when its policy denies it.
struct WalletLook: AsyncParsableCommand, SpeakingCommand {
  static let isDenied = ExitCode(3)
  static let configuration = CommandConfiguration(
    commandName: "look", abstract: "Look at an offer: what its terms mean, and who has evaluated them.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @OptionGroup var offer: TypedOffer
  @OptionGroup var accepted: AcceptedTermsOptions

  func run() async throws {
    let place = try offer.place(options)
    let accepted = try self.accepted.terms(in: language)
    let answer = try await options.withWallet { wallet in
      let found: FoundOffer
      switch place {
      case .link(let link): found = try await wallet.find(code: link.code, at: link.shop)
      case .file(let file): found = try wallet.find(in: file, at: await wallet.now())
      }
      let appraisal = try await wallet.appraise(found, accepting: accepted)
      try show(found, appraisal)
      return appraisal.answer
    }
    if answer == .deny { throw Self.isDenied }
  }

  private func show(_ found: FoundOffer, _ appraisal: ServiceAppraisal) throws {
    let (offer, terms) = (found.offer.content, found.terms.content)
    let explained = try TermsExplanation(of: terms, in: language).lines
    guard !options.json else {
      return Output.json(
        .fields([
          "explained": explained.json, "offer": found.offer.digest.json, "price": offer.price.json,
          "service": appraisal.json, "title": offer.title.json,
        ]))
    }
    let (texts, words) = (options.texts, AppraisalWords(appraisal, options.texts))
    Output.line(
      texts(
        WalletText.lookLine,
        [
          "title": HumanText.line(offer.title.text), "price": texts.price(offer.price),
          "seller": HumanText.line(found.seller.description.organisation.text),
        ]))
    (explained.map(HumanText.line) + [""] + words.lines).forEach(Output.line)
    Output.line(words.answer)
    Output.line(texts(WalletText.errorDetail, ["detail": HumanText.line(appraisal.reason)]))
  }
}
