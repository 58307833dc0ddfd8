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
    var lines = [
      "Found in coins  \(restored.found), all that the seed leads to and the bank still honours",
      "At the bank     \(restored.account)",
    ]
    if restored.spentOrLocked.minorUnits > 0 {
      lines += [
        "Not found       \(restored.spentOrLocked) of what was ever withdrawn: spent, or locked in deals that were open",
        "",
        "The seed does not lead to locked money. If the lost wallet had open deals, their money comes back only with a",
        "copy of its home: put the copy back and run “semper wallet deals” there.",
      ]
    }
    return lines + ["Deals, goods and evidence come back from a copy of the home only."]
  }
}
