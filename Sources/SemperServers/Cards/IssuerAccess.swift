import SemperArchive
import SemperCardNetwork
import SemperEngine
public import SemperModel

/// How a card bank's gateway reaches the bank that has issued the cards of others (ISO 8583 over TCP).
public struct IssuerAccess: Sendable {
  /// A merchant waits for four sendings at most; its own patience is longer.
  private static let patience = Span(seconds: 4)

  public let host: String
  public let port: Int
  /// The number under which the issuer knows this bank as acquirer.
  public let acquirer: String
  /// How often totals are compared and settled.
  public let reconciling: Span
  private let seal: MessageSeal

  /// - Parameter key: 32 bytes that the issuer knows too.
  public init(host: String, port: Int, acquirer: String, key: [UInt8], reconciling: Span) {
    self.host = host
    self.port = port
    self.acquirer = acquirer
    self.reconciling = reconciling
    seal = MessageSeal(key: key)
  }

  func client(_ time: any TimeSource) -> CardNetworkClient {
    CardNetworkClient(host: host, port: port, acquirer: acquirer, seal: seal, time: time)
  }

  func line(_ link: any CardLink, currency: Currency, records: any Records, _ time: any TimeSource) -> CardGateway {
    CardGateway(
      acquirer: acquirer, currency: currency, records: records, link: link, time: time, patience: Self.patience)
  }
}
