public import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCardNetwork
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
public import SemperEngine
public import SemperModel
import SemperSET

/// A bank without a mint that issues cards and runs a card gateway, as a process. Play money, an invented brand.
///
/// It has no mint because the ledger's words about locks of coins and of cards are alike under one key, and a payee has to know
/// where to claim.
public struct CardBankServer: Sendable {
  /// How long a merchant may wait with a capture outside an exchange.
  private static let holdTime = Span(seconds: 7 * 86_400)

  public let options: ServerOptions
  /// Play money that every new account gets.
  public let grant: Money
  /// The way to the bank that has issued cards of others, where there is one.
  public let issuer: IssuerAccess?

  public init(options: ServerOptions, grant: Money, issuer: IssuerAccess? = nil) {
    self.issuer = issuer
    self.options = options
    self.grant = grant
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    logger.notice("this bank keeps PLAY MONEY and issues TEST CARDS: they are worth nothing")
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .bank, options: options, logger: logger, time: time, announce: announce)
    let key = try await home.signingKey()
    let archive = home.home.archive
    let bank = Bank(records: archive.records, name: key.thumbprint, currency: grant.currency, grant: grant)
    let client = issuer?.client(time)
    let line = client.flatMap {
      issuer?.line($0, currency: grant.currency, records: archive.records, time)
    }
    let house = try await CardHouse.open(
      on: bank, key: key, keys: archive.keys, brand: try BrandID("Semper Test Brand"), holdTime: Self.holdTime,
      issuer: line.map { NetworkIssuer($0) }, at: await time.now())
    if !house.renewed.isEmpty {
      logger.notice(
        "the brand's authorities have new certificates",
        metadata: ["authorities": "\(house.renewed.joined(separator: ", "))"])
    }
    let description = Late<SignedStatement>()
    try await options.withTransport { transport in
      try await runner.run(
        in: home,
        routes: CardBankRoutes(bank: bank, house: house, time: time).routes + [RoleRoutes.description(description)],
        signals: signals
      ) { address in
        let identity = try await runner.identity(in: home, transport: transport)
        let word = RoleWord(identity: identity, address: address, shown: description, time: time) { signed in
          try await runner.register(signed, transport: transport)
        }
        guard let issuer, let client, let line else { return PreparedRole(word: word, work: RoleRunner.idle) }
        let office = IssuerOffice(
          gateway: house.gateway, line: line, client: client, interval: issuer.reconciling, logger: logger, time: time)
        return PreparedRole(word: word) { try await office.run() }
      }
    }
  }
}
