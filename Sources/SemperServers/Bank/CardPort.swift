import Logging
import SemperBank
import SemperCardNetwork
import SemperEngine
public import SemperModel
import ServiceLifecycle

/// The port of a bank at which card gateways reach it as the issuer (ISO 8583 over TCP).
public struct CardPort: Sendable {
  public let host: String
  public let port: Int
  let seal: MessageSeal
  /// The accounts that settle with acquirers, by the acquirer's number.
  let acquirers: [String: Thumbprint]

  /// - Parameter key: 32 bytes that the gateways know too.
  public init(host: String, port: Int, key: [UInt8], acquirers: [String: Thumbprint]) {
    self.host = host
    self.port = port
    seal = MessageSeal(key: key)
    self.acquirers = acquirers
  }

  /// Serves until a graceful shutdown begins.
  func serve(_ bank: Bank, cards: IssuedCards, time: any TimeSource, logger: Logger) async throws {
    let issuer = Issuer(bank: bank, cards: cards, acquirers: acquirers)
    let server = CardNetworkServer(host: host, port: port, seal: seal, logger: logger) { message in
      try await issuer.answer(message, at: time.now())
    }
    try await cancelWhenGracefulShutdown {
      do {
        try await server.run { port in
          logger.notice("card gateways are served", metadata: ["host": "\(host)", "port": "\(port)"])
        }
      } catch is CancellationError {
        return
      }
    }
  }
}
