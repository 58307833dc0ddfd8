import Foundation
import SemperWallet

/// The passphrase of a home: from the file that SEMPER_PASSPHRASE_FILE names, else asked for on the terminal. Never from an
/// argument, which other users of the machine could see.
enum Passphrase {
  static func read(confirming: Bool) throws -> String {
    if let path = ProcessInfo.processInfo.environment["SEMPER_PASSPHRASE_FILE"] {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw WalletError(.notFound, "SEMPER_PASSPHRASE_FILE names \(path), which cannot be read")
      }
      return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
    guard isatty(0) == 1 else {
      throw WalletError(
        .notPossible, "there is no terminal to ask for the passphrase; name a file in SEMPER_PASSPHRASE_FILE")
    }
    let first = ask("Passphrase: ")
    guard !confirming || ask("The same again: ") == first else {
      throw WalletError(.notUnderstood, "the two passphrases differ; start again")
    }
    return first
  }

  private static func ask(_ prompt: String) -> String {
    guard let answer = getpass(prompt) else { return "" }
    return String(cString: answer)
  }
}
