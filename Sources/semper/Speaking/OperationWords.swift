import SemperModel
import SemperTrustedUI
import SemperWallet

/// The words for what only one means of payment can do. A system may have operations that this program knows no words for.
struct OperationWords {
  let texts: Texts

  func words(for name: String) -> String {
    let entry = "operation.\(name)"
    return texts.words[entry] == nil ? HumanText.line(name) : texts.text(entry)
  }

  /// A line of the menu.
  func line(_ name: String) -> String { texts(WalletText.specialLine, ["name": name, "operation": words(for: name)]) }
}
