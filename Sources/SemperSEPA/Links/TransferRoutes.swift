import SemperCoding
public import SemperCommunication
import SemperCryptography
public import SemperModel

/// What a bank answers to its customers about transfers, as routes that know nothing of HTTP.
public struct TransferRoutes: Sendable {
  static let orders = "/transfers/orders"
  static let inquiries = "/transfers/inquiries"
  static let claims = "/transfers/claims"

  private let bank: TransferBank
  private let time: @Sendable () async -> Timestamp

  public init(_ bank: TransferBank, time: @escaping @Sendable () async -> Timestamp) {
    self.bank = bank
    self.time = time
  }

  public var routes: [Route] {
    [
      Route(
        .post, Self.orders, summary: "Transfers money of an account (bank-document with pain.001).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in .json(try await bank.order(Self.statement(request), now: time())) },
      Route(
        .post, Self.inquiries, summary: "Whether a transfer was credited (transfer-inquiry).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in .json(try await bank.inquire(Self.statement(request), now: time())) },
      Route(
        .post, Self.claims, summary: "Transfers locked money to its payee (transfer-claim).",
        limits: RouteLimits(body: 128 << 10)
      ) { request, _ in .json(try await bank.claim(Self.statement(request), now: time())) },
    ]
  }

  private static func statement(_ request: Request) throws(Refusal) -> SignedStatement {
    do {
      return try SignedStatement(json: CanonicalJSON.parse(request.body, limits: .statement(bytes: 128 << 10)))
    } catch {
      throw Refusal(.malformed, blame: .peer, "the request cannot be read: \(error)")
    }
  }
}
