import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till offer ARTICLE`: an offer as a file, or as a mail with the file attached.
struct TillOffer: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "offer",
    abstract: "Write an offer into a file, to be mailed or handed on; it is good as long as the offer.",
    discussion: "A buyer looks at it with “semper wallet look FILE” and buys with “semper wallet buy --offer FILE”.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The article's name in the catalogue, or the offer's code.")
  var article: String
  @Option(help: "The file to write, which must not exist; else ARTICLE.semper-offer, or ARTICLE.eml for a mail.")
  var output: String?
  @Flag(help: "Write a mail with the offer attached, for your mail program to address and send.")
  var mail = false

  func run() throws {
    guard case .offer(let file) = try options.ask(.offer(article)) else { throw options.unexpected }
    let offer = try VerifiedStatement<Offer>(verifying: file.offer, keys: KeySet())
    let seller = try VerifiedStatement<RoleDescription>(verifying: file.seller, keys: KeySet())
    let name = String(article.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-" }.prefix(64))
    let path = output ?? name + (mail ? ".eml" : OfferFile.ending)
    let bytes = mail ? draft(file, offer.content, seller.content, name) : file.canonicalBytes
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch {
      throw WalletError(.notPossible, .errorOfferWrite, ["path": path])
    }
    guard !options.json else {
      return Output.json(
        .fields([
          "bytes": bytes.count.json, "expires": offer.content.expires.json, "file": path.json,
          "offer": offer.digest.json,
        ]))
    }
    let texts = options.texts
    Output.line(
      texts(WalletText.tillOffer, ["path": path, "date": texts.date(offer.content.expires)]))
  }

  private func draft(_ file: OfferFile, _ offer: Offer, _ seller: RoleDescription, _ name: String) -> [UInt8] {
    let texts = options.texts
    let title = HumanText.line(offer.title.text)
    let text = texts(
      WalletText.tillOfferMail,
      [
        "seller": HumanText.line(seller.organisation.text), "title": title, "price": texts.price(offer.price),
        "date": texts.date(offer.expires),
      ])
    return MailDraft(
      subject: title, text: text + "\n", attaching: file.canonicalBytes, as: name + OfferFile.ending,
      mediaType: OfferFile.mediaType
    ).bytes
  }
}
