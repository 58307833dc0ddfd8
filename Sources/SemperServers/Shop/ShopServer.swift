import Foundation
public import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
public import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

/// The shop as a process.
public struct ShopServer: Sendable {
  public let options: ServerOptions
  public let shop: ShopOptions
  private let surroundings: ShopSurroundings

  public init(options: ServerOptions, shop: ShopOptions) {
    self.init(options: options, shop: shop, surroundings: ShopSurroundings())
  }

  package init(options: ServerOptions, shop: ShopOptions, surroundings: ShopSurroundings) {
    self.options = options
    self.shop = shop
    self.surroundings = surroundings
  }

  public func run(
    logger: Logger, time: any TimeSource = SystemTime(), signals: Bool = true,
    announce: @escaping @Sendable (ReadyLine) -> Void = ReadyLine.write
  ) async throws {
    guard let trustFile = options.trustFile else {
      throw ServerError(.options, "a shop judges bank and arbiter by a trust list; give it with --trust")
    }
    let trust = try TrustFile.read(trustFile)
    let draft = try TermsDraft(file: shop.terms)
    let courses = try Course.all(in: shop.courses)
    let pages = try ShopPages(organisation: options.organisation)
    let home = try RoleHome(at: options.home)
    defer { try? home.close() }
    let runner = RoleRunner(role: .shop, options: options, logger: logger, time: time, announce: announce)
    try await options.withTransport { transport in
      let ready = Late<Shop>()
      let description = Late<SignedStatement>()
      let builder = ShopBuilder(
        options: shop, runner: runner, home: home, trust: trust, draft: draft, courses: courses, pages: pages,
        transport: transport, surroundings: surroundings)
      try await runner.run(
        in: home, routes: surroundings.routes(Self.routes(ready, description, style: pages.style)),
        checks: [HealthCheck("shop") { _ = try ready.value }], signals: signals
      ) { address in
        let (shop, identity) = try await builder.build(at: address)
        ready.set(shop)
        let word = RoleWord(identity: identity, address: address, shown: description, time: time) { signed in
          try await runner.register(signed, transport: transport)
        }
        // Before anybody hears that the shop is ready, so that its owner can ask at once.
        let socket = QuestionSocket<TillQuestion>(home: options.home) { try await shop.till.answer($0) }
        if socket == nil { logger.warning("the home's path is too long for a socket; its owner cannot ask the till") }
        return PreparedRole(word: word) {
          defer { socket?.close() }
          try await shop.run(logger: logger)
        }
      }
    }
  }

  static func routes(
    _ shop: Late<Shop>, _ description: Late<SignedStatement>, style: [UInt8]
  ) -> [Route] {
    PageRoutes(shop: shop, style: style).routes + OfferRoutes(shop: shop).routes + DealRoutes(shop: shop).routes
      + PaymentRoutes(shop: shop).routes + BillRoutes(shop: shop).routes + ShopCardRoutes(shop: shop).routes
      + ShopDisputeRoutes(shop: shop).routes
      + [RoleRoutes.description(description)]
  }
}
