import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperSET

/// What a bank that issues cards and runs a gateway answers over HTTP, beside what every gateway does: accounts, cards and
/// agreements for their holders, and registrations.
struct CardBankRoutes: Sendable {
  private let bank: Bank
  private let house: CardHouse
  private let time: any TimeSource

  init(bank: Bank, house: CardHouse, time: any TimeSource) {
    self.bank = bank
    self.house = house
    self.time = time
  }

  var routes: [Route] {
    CardGatewayRoutes(house.gateway, time: time).routes + registrations + accounts
  }

  private var registrations: [Route] {
    let (house, time) = (house, time)
    return SETRoutes(
      .registration, at: SETMedia.cardholders, summary: "Takes a cardholder's registration in SET (DER)."
    ) { try await house.cardholders.answer($0, at: time.now()) }.routes
      + SETRoutes(.registration, at: SETMedia.merchants, summary: "Takes a merchant's registration in SET (DER).") {
        try await house.merchants.answer($0, at: time.now())
      }.routes + [
        Route(
          .get, "/cards/brand", summary: "The bank's signed word on its brand of cards (CMS, DER).",
          limits: RouteLimits(body: 0)
        ) { _, _ in Reply(contentType: "application/cms", body: .bytes(house.notice)) }
      ]
  }

  private var accounts: [Route] {
    let (bank, house, time) = (bank, house, time)
    let limits = RouteLimits(body: 8 << 10)
    return [
      Route(.post, "/accounts", summary: "Opens an account (account-open).", limits: limits) { request, _ in
        .json(try await bank.open(RoleRoutes.statement(request), now: time.now()))
      },
      Route(
        .post, "/accounts/query", summary: "Balance and movements of an account (account-query).", limits: limits
      ) { request, _ in .json(try await bank.state(RoleRoutes.statement(request), now: time.now())) },
      Route(
        .post, "/cards/letters", summary: "The card on an account, for its holder (account-query).", limits: limits
      ) { request, _ in
        let holder = try await Self.holder(in: RoleRoutes.statement(request), bank, time)
        return .json(try await house.letter(to: holder, at: time.now()))
      },
      Route(
        .post, "/cards/agreements", summary: "The agreement with an account's holder as a merchant (account-query).",
        limits: limits
      ) { request, _ in
        let holder = try await Self.holder(in: RoleRoutes.statement(request), bank, time)
        return .json(try await house.agreement(with: holder, known: "Test merchant"))
      },
    ]
  }

  /// Whose account a query is about, once the bank has found that its holder has signed it just now.
  private static func holder(
    in query: SignedStatement, _ bank: Bank, _ time: any TimeSource
  ) async throws -> Thumbprint {
    try await bank.state(query, now: time.now()).account
  }
}
