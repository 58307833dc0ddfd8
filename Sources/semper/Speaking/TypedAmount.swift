import SemperModel
import SemperTrustedUI
import SemperWallet

/// An amount as a person types it: also with a comma, as German and Greek write it.
struct TypedAmount {
  let money: Money

  init(_ text: String, in language: Language, currency: Currency = .euro) throws(WalletError) {
    let plain =
      text.contains(".") ? text : text.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
    guard let money = try? Money(plain, currency) else {
      let example = language == .english ? "50.00" : "50,00"
      throw WalletError(.notUnderstood, .errorAmount, ["text": String(text.prefix(64)), "example": example])
    }
    self.money = money
  }
}
