import SemperCryptography
import SemperExchange
import SemperModel

/// The way to the peer of one exchange. A refusal is tried again like a failure: the peer may not have agreed yet.
struct PartyLink: ExchangeLink {
  let peer: PeerClient
  let exchange: Digest

  func send(_ statement: SignedStatement) async throws { try await peer.send(statement, of: exchange) }
}
