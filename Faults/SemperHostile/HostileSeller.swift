import ArgumentParser
import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import SemperServers

/// A shop with a genuine certificate and a dishonest owner. It takes the options of an honest shop.
struct HostileSeller: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "seller", abstract: "A shop that cheats its buyers.")

  @Option(help: "How: bad-goods delivers garbage, terms-changed signs a contract under other terms.")
  var cheat: Cheat
  @Option var home: String
  @Option var port = 0
  @Option var address: String?
  @Option var authority: String
  @Option var token: String
  @Option var trust: String
  @Option var courses: String
  @Option var terms: String
  @Option var bank: String
  @Option var cardBank: String?
  @Option var arbiter: String
  @Option var window: String
  @Option var within: String
  @Option var patience: String
  @Option var logLevel = "info"

  func run() async throws {
    var logger = Logger(label: "semper-hostile", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
    let options = ServerOptions(
      home: home, http: HTTPServerConfiguration(port: port), publicAddress: try address.map { try Address($0) },
      organisation: try HumanText("Semper Demo Shop"), authority: try Address(authority), trustFile: trust,
      tokenFile: token)
    let shop = ShopOptions(
      courses: courses, terms: terms, bank: try Address(bank), cardBank: try cardBank.map { try Address($0) },
      arbiter: try Address(arbiter),
      window: try Span(text: window), within: try Span(text: within), patience: try Span(text: patience))
    try await ShopServer(options: options, shop: shop, surroundings: try await surroundings()).run(logger: logger)
  }

  private func surroundings() async throws -> ShopSurroundings {
    switch cheat {
    case .badGoods: return ShopSurroundings(goods: { GarbageDesk(honest: $0) })
    case .termsChanged:
      let home = try RoleHome(at: home)
      let key = try await home.signingKey()
      try home.close()
      return ShopSurroundings(routes: { ChangedContracts(key: key).before($0) })
    }
  }
}
