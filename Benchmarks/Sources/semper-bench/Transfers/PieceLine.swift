import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way of statements to the other side of an exchange piece for piece.
struct PieceLine: ExchangeLink {
  let transport: any Transport
  let address: Address
  let peer: ExchangeRole

  func send(_ statement: SignedStatement) async throws {
    let reply = try await transport.send(
      Request(.post, "/\(peer.rawValue)", contentType: "application/json", body: statement.canonicalBytes), to: address,
      largest: 64 << 10, within: Span(seconds: 60))
    guard reply.status == 200 else { throw BenchmarkError("a statement was answered with \(reply.status)") }
  }
}
