import Foundation
import SemperTrustedUI
import SemperWallet

/// The passphrase of a home: from the file that SEMPER_PASSPHRASE_FILE names, else asked for on the terminal. Never from an
/// argument, which other users of the machine could see.
enum Passphrase {
  static func read(confirming: Bool, in texts: Texts) throws -> String {
    if let path = ProcessInfo.processInfo.environment["SEMPER_PASSPHRASE_FILE"] {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw WalletError(.notFound, .errorPassphraseFile, ["path": path])
      }
      return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
    guard isatty(0) == 1 else { throw WalletError(.notPossible, .errorPassphraseTerminal) }
    let first = ask(texts(WalletText.passphraseAsk))
    guard !confirming || ask(texts(WalletText.passphraseAgain)) == first else {
      throw WalletError(.notUnderstood, .errorPassphraseDiffers)
    }
    return first
  }

  private static func ask(_ prompt: String) -> String {
    guard let answer = getpass(prompt) else { return "" }
    return String(cString: answer)
  }
}
