import SemperCommunication
import SemperExchange
import SemperModel

/// The ways of one sender to all recipients of a transfer.
struct PartyTransferLinks: TransferLink {
  private let links: [Thumbprint: PartyTransferLink]

  init(transport: any Transport, addresses: [Thumbprint: Address]) {
    links = addresses.mapValues { PartyTransferLink(transport: transport, address: $0) }
  }

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    guard let link = links[recipient] else {
      throw Refusal(.notFound, blame: .us, "nobody has said where this recipient is reached")
    }
    return try await link.deliver(letter, to: recipient)
  }
}
