import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to an arbiter over any transport.
///
/// What it answers is checked by who asked, against the arbiter that the exchange names.
struct ArbiterCaller: ArbiterLink {
  private static let largest = 2 << 20
  private static let patience = Span(seconds: 20)
  private let transport: any Transport
  private let address: Address

  init(transport: any Transport, address: Address) {
    self.transport = transport
    self.address = address
  }

  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
    let reply = try await transport.send(
      Request(.post, "/calls", contentType: "application/json", body: statement.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience)
    return try reply.value(largest: Self.largest)
  }
}
