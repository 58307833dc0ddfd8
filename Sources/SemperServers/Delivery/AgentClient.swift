import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to a delivery agent over any transport. It tells the agent where the one recipient is reached.
struct AgentClient: DeliveryAgentLink {
  private static let largest = 64 << 10
  private static let patience = Span(seconds: 20)

  let transport: any Transport
  let address: Address
  let agent: PublicKey
  let recipientAddress: Address

  func submit(_ letter: TransferLetter, for recipient: Thumbprint) async throws -> SignedStatement {
    let submission = LetterSubmission(letter: letter, recipient: recipient, address: recipientAddress)
    return try await transport.send(
      Request(.post, "/submissions", contentType: "application/json", body: submission.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience
    ).value(largest: Self.largest)
  }

  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress {
    try await transport.send(
      Request(.get, "/deliveries/\(Base64URL.encode(transfer.bytes))/\(Base64URL.encode(recipient.bytes))"),
      to: address, largest: Self.largest, within: Self.patience
    ).value(largest: Self.largest)
  }
}
