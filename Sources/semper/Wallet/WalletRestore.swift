import ArgumentParser
import Foundation
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperEcash
import SemperModel
import SemperPreferences
import SemperWallet

/// `semper wallet restore`: all coins again, from the seed alone.
struct WalletRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make a lost wallet again from its recovery seed.")

  @OptionGroup var options: WalletOptions
  @Option(help: "The trust list: the authorities that this wallet believes.")
  var trust: String
  @Option(help: "The bank's address.")
  var bank: String
  @Option(help: "The file with the recovery seed.")
  var seedFile: String
  @Flag(help: "Guard the passphrase with little work: for demonstrations only.")
  var quick = false

  func run() async throws {
    let passphrase = try Passphrase.read(confirming: true)
    let trust = try TrustFile.read(self.trust)
    let seed = try RecoverySeed.read(from: seedFile)
    try await options.withProgram(policy: .cautious(.euro)) { program in
      let wallet = try await WalletHome.create(
        at: options.home, passphrase: passphrase, seed: seed.bytes, strength: quick ? .quick : .standard,
        trust: trust, bank: try Address(bank),
        program: program)
      let restored = try await wallet.purse.restore()
      try wallet.close()
      if options.json {
        Output.json(.fields(["home": options.home.json, "restored": restored.json]))
      } else {
        Output.line("Restored \(restored) in coins. Deals and evidence come back from a backup of the home only.")
      }
    }
  }
}
