import ArgumentParser
import SemperCommunication
import SemperEcash
import SemperModel
import SemperServers

/// `semper serve bank`.
struct ServeBankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bank", abstract: "Keeps accounts and issues coins, in play money only.")

  @OptionGroup var common: CommonServeOptions
  @OptionGroup var certified: CertifiedServeOptions
  @Option(help: "Play money that every new account gets, in euro such as 100.00.")
  var grant = "100.00"
  @Option(help: "Bits of each denomination's RSA key: 2048, 3072 or 4096.")
  var keyBits = 3072
  @Option(help: "The largest coin is worth 2^N cents; the smallest one cent.")
  var largestExponent = 16

  @Option(help: "Who countersigns the mint's key lists; by default the authority.")
  var auditor: Address?

  func validate() throws {
    guard [2048, 3072, 4096].contains(keyBits) else { throw ValidationError("--key-bits is 2048, 3072 or 4096") }
    guard Denomination.exponents.contains(largestExponent) else {
      throw ValidationError("--largest-exponent is from 0 to 16")
    }
  }

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Bank", authority: certified.authority, token: certified.token)
    let mint = MintConfiguration(keyBits: keyBits, exponents: 0...largestExponent)
    let bank = BankServer(options: options, mint: mint, grant: try Money(grant, .euro), auditor: auditor)
    try await bank.run(logger: common.logger)
  }
}
