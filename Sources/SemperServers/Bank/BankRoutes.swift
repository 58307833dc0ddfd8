import SemperBank
import SemperCoding
public import SemperCommunication
import SemperCryptography
public import SemperEcash
public import SemperEngine
import SemperModel
public import SemperTestMoney

/// What a bank with its mint answers, as routes that know nothing of HTTP.
///
/// Requests are statements or, for restoring, blinded messages; their digests are their idempotency keys, so no header is
/// needed. A refusal for good is the mint's signed statement with status 422 (409 for a double spend); problem details mean
/// that nothing was decided.
public struct BankRoutes: Sendable {
  static let statementsAtOnce = 20
  private let mint: Mint
  private let time: any TimeSource
  private let lists: KeyListPublication
  private let accounts: TestMoneyBank?

  /// - Parameter accounts: the same bank as a payment system between accounts, where it is one.
  public init(mint: Mint, lists: KeyListPublication, accounts: TestMoneyBank? = nil, time: any TimeSource) {
    self.mint = mint
    self.lists = lists
    self.accounts = accounts
    self.time = time
  }

  public var routes: [Route] { mintRoutes + accountRoutes }

  private var accountRoutes: [Route] {
    guard let accounts else { return [] }
    return [
      Route(
        .post, "/testmoney/orders", summary: "Pays, promises or gives back money of an account (account-order).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in .json(try await accounts.perform(Self.statement(request), now: time.now())) }
    ]
  }

  private var mintRoutes: [Route] {
    [
      Route(
        .get, "/keys", summary: "The mint's denomination keys, countersigned by an auditor.",
        limits: RouteLimits(body: 0)
      ) { [lists] _, _ in
        guard let list = lists.current else {
          throw Refusal(.unavailable, blame: .us, "no auditor has countersigned the mint's keys yet; ask again later")
        }
        return .json(list)
      },
      Route(
        .post, "/accounts", summary: "Opens an account (account-open).", limits: RouteLimits(body: 8 << 10)
      ) { request, _ in .json(try await mint.bank.open(Self.statement(request), now: time.now())) },
      Route(
        .post, "/accounts/query", summary: "Balance and movements of an account (account-query).",
        limits: RouteLimits(body: 8 << 10)
      ) { request, _ in
        let (query, now) = (try Self.statement(request), await time.now())
        if let asking = query.signatures.first?.header.kid {
          // Whoever asks, what is due goes to its owner and to nobody else.
          try await mint.accountLocks.payOutDue(to: asking, now: now)
        }
        return .json(try await mint.bank.state(query, now: now))
      },
      Route(
        .post, "/accounts/locks", summary: "Locks, claims, takes back or divides money of an account (account-lock).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in
        .json(try await mint.accountLocks.perform(Self.statement(request), now: time.now()))
      },
      Route(
        .post, "/operations",
        summary: "Withdraws, deposits, swaps, locks, claims, refunds or settles (mint-… statements).",
        limits: RouteLimits(body: 256 << 10)
      ) { request, _ in
        try Self.reply(await mint.perform(Self.statement(request), now: time.now()))
      },
      Route(
        .post, "/restore", summary: "Signs again which of these blinded messages were signed before.",
        limits: RouteLimits(body: 128 << 10)
      ) { request, _ in
        .json(try await mint.restore(Self.decoded(request) { try RestoreRequest(json: $0) }))
      },
      Route(
        .get, "/statements", summary: "The mint's signed statements on its books, some at a time, from a number on.",
        limits: RouteLimits(body: 0)
      ) { request, _ in
        .json(
          try await mint.statements(from: RoleRoutes.number("from", in: request), limit: Self.statementsAtOnce))
      },
      Route(
        .get, "/locks/{exchange}", summary: "The signed receipts and outcomes of an exchange's locks.",
        limits: RouteLimits(body: 0)
      ) { _, parameters in
        let text = try parameters.value("exchange")
        let exchange = try Self.readable { try Digest(bytes: Base64URL.decode(text)) }
        return .json(try await mint.locks(for: exchange))
      },
    ]
  }

  private static func reply(_ answer: MintAnswer) -> Reply {
    guard answer.statement.kind == .mintRefusal else { return .json(answer) }
    return .json(answer, status: answer.proofs.isEmpty ? 422 : 409)
  }

  private static func statement(_ request: Request) throws -> SignedStatement {
    try decoded(request) { try SignedStatement(json: $0) }
  }

  private static func decoded<Value>(_ request: Request, _ make: (JSON) throws -> Value) throws -> Value {
    try readable { try make(CanonicalJSON.parse(request.body)) }
  }

  private static func readable<Value>(_ make: () throws -> Value) throws -> Value {
    do {
      return try make()
    } catch let error as CodingError {
      throw Refusal(.malformed, blame: .peer, "the request cannot be read: \(error)")
    }
  }
}
