import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The way of a letter to its recipient, from the sender or from a delivery agent.
///
/// It does not authenticate the recipient's side, so it is for letters that ask for a receipt: there only a signature
/// counts.
struct PartyTransferLink: TransferLink {
  static let path = "/letters"
  private let line: Correspondent

  init(transport: any Transport, address: Address) {
    // A recipient that has to fetch much data first is asked again.
    line = Correspondent(address, over: transport, largest: 64 << 10, patience: Span(seconds: 60))
  }

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    guard letter.asksReceipt else {
      throw Refusal(.outsideTerms, blame: .us, "an open line needs a receipt: ask for one")
    }
    return try await line.post(letter, to: Self.path)
  }
}
