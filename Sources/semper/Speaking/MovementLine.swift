import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

/// One movement on an account, in words and for programs.
struct MovementLine {
  let texts: Texts

  /// - Parameter purpose: the bank's word for it; a bank may know purposes that this program does not.
  func text(_ time: Timestamp, _ amount: Money, _ purpose: String) -> String {
    let name = "purpose.\(purpose)"
    return texts(
      WalletText.statementLine,
      [
        "date": texts.date(time), "amount": texts.price(amount),
        "purpose": texts.words[name] == nil ? HumanText.line(purpose) : texts.text(name),
      ])
  }

  /// - Parameter operation: by which the bank finds the movement.
  static func json(_ time: Timestamp, _ amount: Money, _ purpose: String, _ operation: ID<Operation>?) -> JSON {
    .fields(["amount": amount.json, "operation": operation?.json, "purpose": purpose.json, "time": time.json])
  }
}
