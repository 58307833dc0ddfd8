import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// An offer as a person names it: by shop and code, or by a link from the shop's page.
struct TypedOffer: ParsableArguments {
  @Argument(help: "The shop's address, or a link from its page (in quotes).")
  var shop: String
  @Argument(help: "The offer's code, from the shop's page; not with a link.")
  var code: String?

  func link(_ options: WalletOptions) throws -> OfferLink {
    guard OfferLink.isMeant(by: shop) else {
      guard let code else { throw ValidationError(options.texts(WalletText.errorCodeMissing)) }
      let shop = try options.address(shop)
      guard let link = try? OfferLink(shop: shop, code: code) else {
        throw WalletError(.notUnderstood, .errorCode, ["text": String(code.prefix(64))])
      }
      return link
    }
    guard code == nil else { throw ValidationError(options.texts(WalletText.errorCodeTwice)) }
    do {
      return try OfferLink(shop)
    } catch {
      throw WalletError(.notUnderstood, .errorLink, ["reason": error.message])
    }
  }
}
