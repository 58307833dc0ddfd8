import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way of a letter to its recipient, from the sender or from a delivery agent.
///
/// TLS says that an answer comes from the address that the sender's owner has named, and nothing says that it is the recipient's key
/// that answers. So where no receipt is asked for, an answer is worth no more than the word of whoever has that address.
struct PartyTransferLink: TransferLink {
  static let path = "/letters"
  private let line: Correspondent

  init(transport: any Transport, address: Address) {
    // A recipient that has to fetch much data first is asked again.
    line = Correspondent(address, over: transport, largest: 64 << 10, patience: Span(seconds: 60))
  }

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    try await line.post(letter, to: Self.path)
  }
}
