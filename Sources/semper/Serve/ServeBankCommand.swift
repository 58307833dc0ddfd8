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

  @Option(help: "How change is given: free (as any new coins) or refresh (they stay the payer's, by cut-and-choose).")
  var change: ChangeRule = .free
  @Option(help: "Cents that the account pays for each coin that is withdrawn.")
  var withdrawFee = 0
  @Option(help: "Cents that are taken from what is paid in, for each coin; less than the coin.")
  var depositFee = 0
  @Option(help: "Cents for each coin that is exchanged for others; less than the coin.")
  var refreshFee = 0

  @Option(help: "Who countersigns the mint's key lists; by default the authority.")
  var auditor: Address?
  @Option(help: "Where card gateways reach the bank as the issuer (ISO 8583), such as 127.0.0.1:8583.")
  var cards: String?
  @Option(help: "A file of 64 hexadecimal digits: the key that the bank shares with card gateways.")
  var cardsKey: String?
  @Option(help: "An acquirer that is served and the account that settles with it: NUMBER=ACCOUNT. May be repeated.")
  var acquirer: [String] = []

  @Option(help: "Another bank that this one transfers to; give each the other. May be repeated; needs --trust.")
  var correspondent: [Address] = []
  @Option(help: "The trust list by which correspondents are judged (trust.json of the authority).")
  var trust: String?

  @OptionGroup var token: TokenOptions<BankTokenKeys>

  func validate() throws {
    _ = try cardPort()
    _ = try token.access()
    guard correspondent.isEmpty || trust != nil else { throw ValidationError("--correspondent needs --trust FILE") }
    guard [2048, 3072, 4096].contains(keyBits) else { throw ValidationError("--key-bits is 2048, 3072 or 4096") }
    guard [withdrawFee, depositFee, refreshFee].allSatisfy({ (0...10_000).contains($0) }) else {
      throw ValidationError("fees are from 0 to 10000 cents")
    }
    guard Denomination.exponents.contains(largestExponent) else {
      throw ValidationError("--largest-exponent is from 0 to 16")
    }
  }

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Bank", authority: certified.authority, trust: trust, token: certified.token)
    let mint = MintConfiguration(
      keyBits: keyBits, exponents: 0...largestExponent, change: change,
      fees: CoinFees(withdraw: Int64(withdrawFee), deposit: Int64(depositFee), refresh: Int64(refreshFee)))
    let bank = BankServer(
      options: options, mint: mint, grant: try Money(grant, .euro), auditor: auditor, cards: try cardPort(),
      token: try token.access(), correspondents: correspondent)
    try await bank.run(logger: common.logger)
  }

  private func cardPort() throws -> CardPort? {
    guard let cards else { return nil }
    let (host, port) = try CardLineOptions.place(cards, of: "--cards")
    let key = try CardLineOptions.key(cardsKey, for: "--cards")
    var acquirers: [String: Thumbprint] = [:]
    for text in acquirer {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let account = try? Thumbprint(text: parts[1]) else {
        throw ValidationError("--acquirer is NUMBER=ACCOUNT")
      }
      acquirers[parts[0]] = account
    }
    return CardPort(host: host, port: port, key: key, acquirers: acquirers)
  }
}
