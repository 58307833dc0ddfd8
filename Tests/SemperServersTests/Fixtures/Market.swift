import Foundation
import Logging
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperExchange
import SemperModel
import SemperServers

/// A marketplace on this machine: all four roles, each on a home of its own, over real HTTP.
struct Market: Sendable {
  let directory: TemporaryDirectory
  let authority: RunningRole
  let bank: RunningRole
  let arbiter: RunningRole
  let shop: RunningRole
  /// A bank that issues cards, if one takes part.
  let cards: RunningRole?
  let transport: HTTPClientTransport
  let logger: Logger

  var trustFile: String { directory.path(of: "authority/trust.json") }
  static let course = "little-course"
  /// More than one chunk and not a whole number of them.
  static let courseSize = 300_001

  /// Runs the body on a new marketplace and takes it down.
  static func run<Result>(
    _ setting: Setting = Setting(), _ body: (Market) async throws -> Result
  ) async throws -> Result {
    let market = try await Market(setting)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(market))
    } catch {
      result = .failure(error)
    }
    for role in [market.shop, market.arbiter, market.cards, market.bank, market.authority] { await role?.drop() }
    try await market.transport.shutdown()
    return try result.get()
  }

  /// What a test may want otherwise.
  struct Setting: Sendable {
    /// By which the arbiter and the shop live.
    var arbiterTime: any TimeSource = SystemTime()
    var shopTime: any TimeSource = SystemTime()
    var policy = ArbiterPolicy(
      shortestWindow: Span(seconds: 1), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 86_400))
    var logger = Market.logger
    /// Under which the shop sells.
    var terms = Market.terms
    /// For how many open deals the shop has places.
    var mostDeals = 1_000
    /// After which a deal that waits for somebody is laid down.
    var restAfter = Span(seconds: 60)
    /// In place of the times of the terms.
    var window = Span(seconds: 60)
    var within = Span(seconds: 300)
    /// How long the shop waits for a buyer.
    var patience = Span(seconds: 30)
    /// Whether the bank keeps modules for chip cards, as an older one does not.
    var keepsModules = true
    /// Whether the shop takes cards, and a bank issues them.
    var takesCards = false
    /// The only means of payment that the shop takes.
    var means: [String]?
    /// How long the arbiter waits in disputes, which it then hears.
    var disputes: DisputeTimes?
    /// From where the shop's requests seem to come.
    var source: (@Sendable () -> String)?
  }

  private init(_ setting: Setting) async throws {
    let directory = try TemporaryDirectory()
    self.directory = directory
    transport = try HTTPClientTransport()
    try Self.writeCourse(in: directory)
    let logger = setting.logger
    self.logger = logger
    authority = try await RunningRole { http, announce in
      let options = try Self.options("authority", http, in: directory)
      try await AuthorityServer(options: options, enrol: [.bank, .arbiter, .seller, .seller, .bank])
        .run(logger: logger, signals: false, announce: announce)
    }
    let home = await authority.address
    bank = try await RunningRole { http, announce in
      let options = try Self.options("bank", http, in: directory, authority: home, token: "bank")
      let mint = MintConfiguration(keyBits: 2048, exponents: 0...10)
      var server = BankServer(options: options, mint: mint, grant: Money(minorUnits: 10_000, .euro))
      server.surroundings = { routes in
        routes.filter { setting.keepsModules || !$0.pattern.hasPrefix("/purses/modules") }
      }
      try await server.run(logger: logger, signals: false, announce: announce)
    }
    arbiter = try await RunningRole { http, announce in
      let options = try Self.options(
        "arbiter", http, in: directory, authority: home, trust: setting.disputes.map { _ in "authority/trust.json" },
        token: "arbiter")
      let arbiter = ArbiterOptions(policy: setting.policy, disputes: setting.disputes ?? DisputeTimes())
      try await ArbiterServer(options: options, arbiter: arbiter)
        .run(logger: logger, time: setting.arbiterTime, signals: false, announce: announce)
    }
    if setting.takesCards {
      cards = try await RunningRole { http, announce in
        let options = try Self.options("cards", http, in: directory, authority: home, token: "bank-2")
        try await CardBankServer(options: options, grant: Money(minorUnits: 10_000, .euro))
          .run(logger: logger, signals: false, announce: announce)
      }
    } else {
      cards = nil
    }
    // The card bank is certified as a bank too, so the other one is named.
    let (cardBank, coinBank) = (await cards?.address, setting.takesCards ? await bank.address : nil)
    shop = try await RunningRole { http, announce in
      let options = try Self.options(
        "shop", http, in: directory, authority: home, trust: "authority/trust.json", token: "seller")
      let shop = ShopOptions(
        courses: directory.path(of: "courses"), terms: setting.terms, bank: coinBank, cardBank: cardBank,
        window: setting.window, within: setting.within, patience: setting.patience, mostDeals: setting.mostDeals,
        restAfter: setting.restAfter, means: setting.means)
      let surroundings = ShopSurroundings(routes: { routes in
        setting.source.map { Self.routes(routes, from: $0) } ?? routes
      })
      try await ShopServer(options: options, shop: shop, surroundings: surroundings)
        .run(logger: logger, time: setting.shopTime, signals: false, announce: announce)
    }
  }

  private static func routes(_ routes: [Route], from source: @escaping @Sendable () -> String) -> [Route] {
    routes.map { route in
      Route(route.method, route.pattern, summary: route.summary, limits: route.limits) { request, parameters in
        var request = request
        request.source = source()
        return try await route.handler(request, parameters)
      }
    }
  }

  static var logger: Logger {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }

  static var terms: String { terms(of: "online-purchase-of-information", "terms.json") }

  /// The file of the terms of a ready-made service.
  static func terms(of service: String, _ file: String = "terms.yaml") -> String {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: "services/\(service)/\(file)").path
  }

  static func options(
    _ role: String, _ http: HTTPServerConfiguration, in directory: TemporaryDirectory, authority: Address? = nil,
    trust: String? = nil, token: String? = nil
  ) throws -> ServerOptions {
    ServerOptions(
      home: directory.path(of: role), http: http, organisation: try HumanText("Test \(role)"), authority: authority,
      trustFile: trust.map { directory.path(of: $0) },
      tokenFile: token.map { directory.path(of: "authority/enrolment/\($0).token") })
  }

  private static func writeCourse(in directory: TemporaryDirectory) throws {
    let course = directory.path(of: "courses/\(Self.course)")
    try FileManager.default.createDirectory(atPath: course, withIntermediateDirectories: true)
    let bytes = (0..<courseSize).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    try Data(bytes).write(to: URL(filePath: "\(course)/lesson.bin"))
    try Data("Read <me> & smile.\n".utf8).write(to: URL(filePath: "\(course)/read-me.txt"))
    let description = """
      {"id":"\(Self.course)","language":"de","price":"7.50",
      "title":{"en":"A little <course>","de":"Ein kleiner Kurs","el":"Ένα μικρό μάθημα"},
      "summary":{"en":"Small & plain.","de":"Klein."},
      "files":[{"path":"read-me.txt","mediaType":"text/plain","title":"Read me"},
      {"path":"lesson.bin","mediaType":"application/octet-stream","title":"The lesson","generated":true}]}
      """
    try Data(description.utf8).write(to: URL(filePath: "\(course)/course.json"))
  }

  func get(_ path: String, query: [String: String] = [:], language: String? = nil, at role: RunningRole? = nil)
    async throws -> ReceivedReply
  {
    try await transport.send(
      Request(.get, path, query: query, acceptLanguage: language), to: await (role ?? shop).address,
      largest: 4 << 20, within: Span(seconds: 40))
  }

  func post(_ path: String, _ body: [UInt8], at role: RunningRole? = nil) async throws -> ReceivedReply {
    try await transport.send(
      Request(.post, path, contentType: "application/json", body: body), to: await (role ?? shop).address,
      largest: 4 << 20, within: Span(seconds: 40))
  }
}
