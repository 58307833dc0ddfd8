import ArgumentParser
import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet init`: a new wallet with an account at a bank.
struct WalletInit: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a wallet and open an account at a bank (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Option(help: "The trust list: the authorities that this wallet believes.")
  var trust: String
  @Option(help: "The bank's address.")
  var bank: String
  @Option(help: "Write the recovery seed to this file (mode 0600). Keep it off this machine.")
  var seedFile: String?
  @Flag(help: "Guard the passphrase with little work: for demonstrations only.")
  var quick = false

  func run() async throws {
    try options.checkVacant()
    let passphrase = try Passphrase.read(confirming: true, in: options.texts)
    let trust = try TrustFile.read(self.trust)
    let bank = try options.address(self.bank)
    let seed = RecoverySeed.draw()
    try await options.withProgram { program in
      // Before there is a wallet that would be lost without it.
      if let seedFile { try seed.write(to: seedFile) }
      let wallet: WalletHome
      do {
        wallet = try await WalletHome.create(
          at: options.home, passphrase: passphrase, seed: seed.bytes, strength: quick ? .quick : .standard,
          trust: trust, bank: bank, program: program)
      } catch {
        // The seed of no wallet, unless the home is there all the same.
        if let seedFile, !Home.exists(at: options.home) { try? FileManager.default.removeItem(atPath: seedFile) }
        throw error
      }
      let balance = try await wallet.accountBalance()
      try wallet.close()
      if options.json {
        Output.json(.fields(["account": balance.json, "home": options.home.json]))
      } else {
        lines(balance).forEach(Output.line)
      }
    }
  }

  private func lines(_ balance: Money) -> [String] {
    let texts = options.texts
    let elsewhere = options.home == WalletOptions.usualHome ? "" : " --home \(ShellWord(options.home))"
    return [
      texts(WalletText.initDone, ["home": options.home, "amount": texts.price(balance)]),
      seedFile.map { texts(WalletText.initSeed, ["file": $0]) } ?? texts(WalletText.initNoseed),
      texts(WalletText.initNext, ["command": "semper wallet withdraw 50.00\(elsewhere)"]),
    ]
  }
}
