import SemperCoding
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// What a wallet knows of its directory, for people or as JSON.
struct DirectoryReport {
  let options: WalletOptions

  /// - Parameter trouble: why a look at it has just failed.
  func show(_ known: KnownDirectory?, trouble: Refusal? = nil) {
    guard !options.json else {
      guard case .object(let object)? = known?.json else { return Output.json(.null) }
      return Output.json(.object(object.with("trouble", trouble?.json)))
    }
    let texts = options.texts
    guard let known else { return Output.line(texts(WalletText.directoryNone)) }
    Output.line(
      texts(
        WalletText.directoryLine,
        [
          "address": known.pinned.address.text, "version": texts.number(Int64(known.rootVersion)),
          "date": texts.date(known.rootExpires), "root": known.pinned.root.description,
        ]))
    if let trouble {
      Output.line(texts(WalletText.directoryTrouble, ["reason": texts.refusal(trouble)]))
      Output.line(texts(WalletText.errorDetail, ["detail": HumanText.line(trouble.detail)]))
    } else if let until = known.goodUntil {
      Output.line(texts(WalletText.directorySeen, ["time": until.description]))
    }
  }
}
