import SemperCoding
import SemperModel
import SemperWallet

/// What people type for deals and reasons.
enum TypedWords {
  static func deal(_ text: String) throws(WalletError) -> ID<Deal> {
    guard let id = try? ID<Deal>(text: text) else {
      throw WalletError(.notUnderstood, .errorDealForm, ["text": String(text.prefix(64))])
    }
    return id
  }

  static func text(_ text: String) throws(WalletError) -> HumanText {
    guard let text = try? HumanText(text) else {
      throw WalletError(.notUnderstood, .errorText, ["text": String(text.prefix(64))])
    }
    return text
  }
}
