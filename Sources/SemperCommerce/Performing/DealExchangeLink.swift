import SemperCryptography
import SemperExchange
import SemperModel

/// The way of an exchange's messages: that of the deal's statements.
struct DealExchangeLink: ExchangeLink {
  let peer: (any PeerLink)?
  let deal: ID<Deal>

  func send(_ statement: SignedStatement) async throws { try await peer?.send(statement, of: deal) }
}
