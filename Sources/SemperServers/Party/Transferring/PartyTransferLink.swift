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
  private static let largest = 64 << 10
  /// A recipient that has to fetch much data first is asked again.
  private static let patience = Span(seconds: 60)

  let transport: any Transport
  let address: Address

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    guard letter.asksReceipt else {
      throw Refusal(.outsideTerms, blame: .us, "an open line needs a receipt: ask for one")
    }
    return try await transport.send(
      Request(.post, Self.path, contentType: "application/json", body: letter.canonicalBytes), to: address,
      largest: Self.largest, within: Self.patience
    ).value(largest: Self.largest)
  }
}
