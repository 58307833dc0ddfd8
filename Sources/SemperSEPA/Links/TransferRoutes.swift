import SemperCoding
public import SemperCommunication
import SemperCryptography
public import SemperModel

/// What a bank answers to its customers and to other banks about transfers, as routes that know nothing of HTTP.
public struct TransferRoutes: Sendable {
  static let orders = "/transfers/orders"
  static let inquiries = "/transfers/inquiries"
  static let claims = "/transfers/claims"
  static let interbank = "/transfers/interbank"
  /// Where a bank tells which others it transfers to.
  public static let banks = "/transfers/banks"

  private let bank: @Sendable () async throws -> TransferBank
  private let time: @Sendable () async -> Timestamp

  public init(_ bank: TransferBank, time: @escaping @Sendable () async -> Timestamp) {
    self.init(time: time) { bank }
  }

  /// - Parameter bank: with the other banks that it knows at the time of a request.
  public init(
    time: @escaping @Sendable () async -> Timestamp, bank: @escaping @Sendable () async throws -> TransferBank
  ) {
    self.bank = bank
    self.time = time
  }

  public var routes: [Route] {
    [
      Route(
        .post, Self.orders, summary: "Transfers money of an account (bank-document with pain.001).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in .json(try await bank().order(Self.statement(request), now: time())) },
      Route(
        .post, Self.inquiries, summary: "Whether a transfer was credited (transfer-inquiry).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in .json(try await bank().inquire(Self.statement(request), now: time())) },
      Route(
        .post, Self.claims, summary: "Transfers locked money to its payee (transfer-claim).",
        limits: RouteLimits(body: 128 << 10)
      ) { request, _ in .json(try await bank().claim(Self.statement(request), now: time())) },
      Route(
        .post, Self.interbank, summary: "Credits another bank's transfer, or rejects it (bank-document with pacs.008).",
        limits: RouteLimits(body: 64 << 10)
      ) { request, _ in .json(try await bank().receive(Self.statement(request), now: time())) },
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
