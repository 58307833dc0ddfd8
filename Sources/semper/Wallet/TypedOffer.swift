import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// An offer as a person names it: by shop and code, by a link from the shop's page, or by a file or a saved mail that it came in.
struct TypedOffer: ParsableArguments {
  private static let largestFile = 8 << 20

  @Argument(help: "The shop's address, a link from its page (in quotes), or a file with the offer.")
  var shop: String?
  @Argument(help: "The offer's code, from the shop's page; not with a link or a file.")
  var code: String?
  @Option(help: "A file with the offer, or a saved mail that it is attached to.")
  var offer: String?

  /// Where an offer is.
  enum Place {
    case link(OfferLink)
    case file(OfferFile)
  }

  func place(_ options: WalletOptions) throws -> Place {
    if let offer {
      guard shop == nil, code == nil else { throw ValidationError(options.texts(WalletText.errorOfferTwice)) }
      return .file(try Self.file(offer))
    }
    guard let shop else { throw ValidationError(options.texts(WalletText.errorCodeMissing)) }
    guard !OfferLink.isMeant(by: shop) else {
      guard code == nil else { throw ValidationError(options.texts(WalletText.errorCodeTwice)) }
      do {
        return .link(try OfferLink(shop))
      } catch {
        throw WalletError(.notUnderstood, .errorLink, ["reason": error.message])
      }
    }
    if code == nil, Self.isFile(shop) { return .file(try Self.file(shop)) }
    guard let code else { throw ValidationError(options.texts(WalletText.errorCodeMissing)) }
    let address = try options.address(shop)
    guard let link = try? OfferLink(shop: address, code: code) else {
      throw WalletError(.notUnderstood, .errorCode, ["text": String(code.prefix(64))])
    }
    return .link(link)
  }

  /// Whether a file is meant, though it may not be there.
  private static func isFile(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) || [OfferFile.ending, ".eml"].contains(where: path.hasSuffix)
  }

  private static func file(_ path: String) throws -> OfferFile {
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: largestFile + 1)
    else {
      throw WalletError(.notFound, .errorFile, ["path": path])
    }
    return try OfferFile(reading: Array(data))
  }
}
