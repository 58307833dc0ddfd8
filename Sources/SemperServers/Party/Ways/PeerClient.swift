import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to the peer of an exchange over any transport. Nothing that it brings has been judged.
struct PeerClient: Sendable {
  static let largest = 4 << 20
  private static let patience = Span(seconds: 30)
  /// Preparing large data takes the peer long.
  private static let patienceForAgreeing = Span(seconds: 900)

  let transport: any Transport
  let address: Address

  func introduce(_ introduction: Introduction) async throws -> Introduction.Reply {
    try await post(introduction, "/introductions", Self.patienceForAgreeing)
  }

  func invite(_ invitation: Invitation) async throws -> Invitation.Reply {
    try await post(invitation, "/invitations", Self.patienceForAgreeing)
  }

  func offer(_ offer: TransferOffer) async throws -> TransferOffer.Reply {
    try await post(offer, "/offers", Self.patience)
  }

  func send(_ statement: SignedStatement, of exchange: Digest) async throws {
    let _: JSON = try await post(
      statement, "/exchanges/\(Base64URL.encode(exchange.bytes))/statements", Self.patience)
  }

  func get<Value: CanonicalValue>(_ path: String, largest: Int) async throws -> Value {
    try await transport.send(Request(.get, path), to: address, largest: largest, within: Self.patience)
      .value(largest: largest)
  }

  private func post<Value: CanonicalValue>(
    _ body: some CanonicalValue, _ path: String, _ within: Span
  ) async throws -> Value {
    try await transport.send(
      Request(.post, path, contentType: "application/json", body: body.canonicalBytes), to: address,
      largest: Self.largest, within: within
    ).value(largest: Self.largest)
  }
}
