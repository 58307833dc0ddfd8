import Logging
import SemperArchiveSQLite
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperServers

/// A marketplace for measurements: authority, bank, card bank, arbiter and shop in this process, each on a home of its own.
struct BenchMarket {
  let directory: String
  let bank: RunningRole
  let cards: RunningRole
  let shop: RunningRole
  /// What the shop asks its banks, its module and everybody else.
  let shopTraffic: Traffic
  private let authority: RunningRole
  private let arbiter: RunningRole

  var trustFile: String { "\(directory)/authority/trust.json" }
  var shopHome: String { "\(directory)/shop" }

  /// - Parameter terms: the file of the terms of business.
  init(in directory: String, terms: String, keyBits: Int) async throws {
    self.directory = directory
    let traffic = Traffic()
    shopTraffic = traffic
    let courses = try SampleCourse.folder(in: directory, size: 1_000)
    var quiet = Logger(label: "semper.bench", factory: { StreamLogHandler.standardError(label: $0) })
    quiet.logLevel = .critical
    let logger = quiet
    @Sendable func options(
      _ role: String, _ http: HTTPServerConfiguration, _ authority: Address?, token: String? = nil,
      trust: String? = nil,
      traffic: Traffic? = nil
    ) throws -> ServerOptions {
      ServerOptions(
        home: "\(directory)/\(role)", http: http, organisation: try HumanText("Measured \(role)"), authority: authority,
        trustFile: trust, tokenFile: token.map { "\(directory)/authority/enrolment/\($0).token" },
        traffic: traffic)
    }
    authority = try await RunningRole { http, announce in
      try await AuthorityServer(options: options("authority", http, nil), enrol: [.bank, .arbiter, .seller, .bank])
        .run(logger: logger, signals: false, announce: announce)
    }
    let home = await authority.address
    bank = try await RunningRole { http, announce in
      try await BankServer(
        options: options("bank", http, home, token: "bank"),
        mint: MintConfiguration(keyBits: keyBits, exponents: 0...14), grant: Money(minorUnits: 1_000_000, .euro)
      ).run(logger: logger, signals: false, announce: announce)
    }
    cards = try await RunningRole { http, announce in
      try await CardBankServer(
        options: options("cards", http, home, token: "bank-2"), grant: Money(minorUnits: 1_000_000, .euro)
      ).run(logger: logger, signals: false, announce: announce)
    }
    arbiter = try await RunningRole { http, announce in
      let policy = ArbiterPolicy(
        shortestWindow: Span(seconds: 1), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 86_400))
      try await ArbiterServer(options: options("arbiter", http, home, token: "arbiter"), policy: policy)
        .run(logger: logger, signals: false, announce: announce)
    }
    let trust = "\(directory)/authority/trust.json"
    let (bankAddress, cardBank) = (await bank.address, await cards.address)
    shop = try await RunningRole { http, announce in
      let shop = ShopOptions(
        courses: courses, terms: terms, bank: bankAddress, cardBank: cardBank, window: Span(seconds: 60),
        within: Span(seconds: 300))
      try await ShopServer(
        options: options("shop", http, home, token: "seller", trust: trust, traffic: traffic), shop: shop
      )
      .run(logger: logger, signals: false, announce: announce)
    }
  }

  /// What bank and shop have stored, in bytes, with everything in their files.
  func stored() async throws -> [String: Int] {
    for role in [shop, cards, bank] { await role.drop() }
    // A payment is at one bank.
    let sizes = try [
      "bank": Self.size(of: "\(directory)/bank") + Self.size(of: "\(directory)/cards"),
      "shop": Self.size(of: shopHome),
    ]
    for role in [bank, cards, shop] { try await role.start() }
    return sizes
  }

  func close() async {
    for role in [shop, arbiter, cards, bank, authority] { await role.drop() }
  }

  /// The archive of a closed home.
  static func size(of home: String) throws -> Int {
    try ArchiveSize.ofClosed(home + "/archive.sqlite")
  }
}
