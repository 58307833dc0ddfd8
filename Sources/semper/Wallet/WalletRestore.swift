import ArgumentParser
import Foundation
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperEcash
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet restore`: all coins again, from the seed alone.
struct WalletRestore: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make a lost wallet again from its recovery seed.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Option(help: "The trust list: the authorities that this wallet believes.")
  var trust: String
  @Option(help: "The bank's address.")
  var bank: String
  @Option(help: "The file with the recovery seed.")
  var seedFile: String
  @Flag(help: "Other devices go on using this seed: leave their coins alone and begin without any.")
  var beside = false
  @Flag(help: "Guard the passphrase with little work: for demonstrations only.")
  var quick = false

  func run() async throws {
    try options.checkVacant()
    let passphrase = try Passphrase.read(confirming: true, in: options.texts)
    let trust = try TrustFile.read(self.trust)
    let seed = try RecoverySeed.read(from: seedFile)
    try await options.withProgram { program in
      let wallet = try await WalletHome.create(
        at: options.home, passphrase: passphrase, seed: seed.bytes, strength: quick ? .quick : .standard,
        trust: trust, bank: options.address(bank),
        program: program)
      if beside {
        try await wallet.joinOtherDevices()
        let account = try await wallet.accountBalance()
        try wallet.close()
        if options.json {
          Output.json(.fields(["account": account.json, "home": options.home.json]))
        } else {
          options.texts.rows([(WalletText.balanceBank, options.texts.price(account))]).forEach(Output.line)
        }
        return
      }
      let restored = try await wallet.restore()
      try wallet.close()
      if options.json {
        Output.json(
          .fields([
            "account": restored.account.json, "home": options.home.json, "restored": restored.found.json,
            "spentOrLocked": restored.spentOrLocked.json,
          ]))
      } else {
        lines(restored).forEach(Output.line)
      }
    }
  }

  private func lines(_ restored: RestoredMoney) -> [String] {
    let texts = options.texts
    func row(_ label: WalletText, _ text: WalletText, _ amount: Money) -> (WalletText, String) {
      (label, texts(text, ["amount": texts.price(amount)]))
    }
    var rows = [
      row(.restoreFound, .restoreFoundText, restored.found), (.balanceBank, texts.price(restored.account)),
    ]
    guard restored.spentOrLocked.minorUnits > 0 else { return texts.rows(rows) + [texts(WalletText.restoreCopy)] }
    rows.append(row(.restoreMissing, .restoreMissingText, restored.spentOrLocked))
    let page = TerminalDisplay.page
    return texts.rows(rows) + [""]
      + [WalletText.restoreLocked, .restoreCopy].flatMap { page.lines(of: texts($0)) }
  }
}
