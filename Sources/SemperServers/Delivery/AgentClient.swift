import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way to a delivery agent over any transport. It tells the agent where each recipient is reached.
struct AgentClient: DeliveryAgentLink {
  private let line: Correspondent
  let agent: PublicKey
  private let addresses: [Thumbprint: Address]

  init(transport: any Transport, address: Address, agent: PublicKey, addresses: [Thumbprint: Address]) {
    line = Correspondent(address, over: transport, largest: 64 << 10, patience: Span(seconds: 20))
    self.agent = agent
    self.addresses = addresses
  }

  func destination(of recipient: Thumbprint) -> String? { addresses[recipient]?.text }

  func submit(_ letter: TransferLetter, on commission: SignedStatement) async throws -> SignedStatement {
    try await line.post(LetterSubmission(letter: letter, commission: commission), to: "/submissions")
  }

  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress {
    try await line.get("/deliveries/\(Base64URL.encode(transfer.bytes))/\(Base64URL.encode(recipient.bytes))")
  }
}
