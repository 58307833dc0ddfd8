import ArgumentParser
import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperPreferences
import SemperWallet

/// `semper wallet init`: a new wallet with an account at a bank.
struct WalletInit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a wallet and open an account at a bank (play money).")

  @OptionGroup var options: WalletOptions
  @Option(help: "The trust list: the authorities that this wallet believes.")
  var trust: String
  @Option(help: "The bank's address.")
  var bank: String
  @Option(help: "Write the recovery seed to this file (mode 0600). Keep it off this machine.")
  var seedFile: String?
  @Flag(help: "Guard the passphrase with little work: for demonstrations only.")
  var quick = false

  func run() async throws {
    let passphrase = try Passphrase.read(confirming: true)
    let trust = try TrustFile.read(self.trust)
    let seed = RecoverySeed.draw()
    try await options.withProgram(policy: .cautious(.euro)) { program in
      let wallet = try await WalletHome.create(
        at: options.home, passphrase: passphrase, seed: seed.bytes, strength: quick ? .quick : .standard,
        trust: trust, bank: try Address(bank),
        program: program)
      let balance = try await wallet.accountBalance()
      try wallet.close()
      if let seedFile { try seed.write(to: seedFile) }
      if options.json {
        Output.json(.fields(["account": balance.json, "home": options.home.json]))
      } else {
        Output.line("The wallet is in \(options.home). Its account at the bank holds \(balance) of play money.")
        Output.line("Next: semper wallet withdraw 50.00 --home \(options.home)")
      }
    }
  }
}
