import ArgumentParser
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperServers

/// `semper serve shop`.
struct ServeShopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shop", abstract: "Sells courses by fair exchange.",
    discussion:
      "--within, --window and --patience shorten the times of the terms, so that a demo can show how they end.")

  @OptionGroup var common: CommonServeOptions
  @OptionGroup var certified: CertifiedServeOptions
  @Option(help: "The trust list by which bank and arbiter are judged (trust.json of the authority).")
  var trust: String
  @Option(help: "The directory with one directory for each course, each with a course.json.")
  var courses: String
  @Option(help: "The terms of business as their author wrote them, in YAML or JSON.")
  var terms: String
  @Option(help: "Where the bank answers; else the one that the authority lists.")
  var bank: Address?
  @Option(help: "Where the bank answers through which cards are taken; without it none are.")
  var cardBank: Address?
  @Option(help: "The only means of payment that are taken, in the order in which they are liked, such as ecash,set.")
  var means: String?
  @Option(help: "Where the arbiter answers; else the one that the authority lists.")
  var arbiter: Address?
  @Option(help: "The complaint window, in place of the one in the terms.")
  var window: Span?
  @Option(help: "The time for each state, in place of those in the terms.")
  var within: Span?
  @Option(help: "How long the shop waits for a buyer before it turns to the arbiter.")
  var patience = Span(seconds: 600)
  @Option(help: "The most deals that may be in memory at a time; those that wait for somebody rest on disk.")
  var mostDeals = 1_000
  @Option(help: "How long nobody has asked for a deal that is laid down on disk until somebody does or its time comes.")
  var restAfter = Span(seconds: 60)
  @Flag(
    help: "Ask the owner at every step of a deal of many (semper till steps), also where nothing has to be filled in.")
  var byHand = false

  @Option(help: "The package of these terms (semper service sign), for buyers who look in no directory.")
  var package: String?
  @Option(
    help: "With --package: a signed evaluation, or an evaluator's status list; read anew when asked. May be repeated.")
  var evaluation: [String] = []
  @Option(
    help: "Whose credentials of a type count where the terms ask a buyer for one, as TYPE=THUMBPRINT. May be repeated.")
  var trustIssuer: [TrustedIssuers] = []

  @Option(help: "Claims up to this amount are admitted without asking the owner, such as 5.00.")
  var admitClaims: String?
  @Flag(
    help: "All other claims are contested with the evidence of the deal; else the owner answers: semper till answer.")
  var contestClaims = false

  @OptionGroup var module: ModuleOptionsGroup

  func validate() throws {
    guard evaluation.isEmpty || package != nil else { throw ValidationError("--evaluation needs --package FILE") }
  }

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Shop", authority: certified.authority, trust: trust, token: certified.token)
    let shop = ShopOptions(
      courses: courses, terms: terms, bank: bank, cardBank: cardBank, arbiter: arbiter, window: window, within: within,
      patience: patience, mostDeals: mostDeals,
      restAfter: restAfter,
      claims: ClaimPolicy(admitsUpTo: try admitClaims.map { try Money($0, .euro) }, contests: contestClaims),
      isByHand: byHand, evidence: package.map { EvidenceFiles(package: $0, statements: evaluation) },
      issuers: trustIssuer.reduce(.none) { $0.joined($1) },
      means: means?.split(separator: ",").map(String.init), module: try module.options())
    try await ShopServer(options: options, shop: shop).run(logger: common.logger)
  }
}
