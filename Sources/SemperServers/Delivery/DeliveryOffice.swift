import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// A delivery agent with the addresses of its recipients, and its rounds.
///
/// It knows recipients only by the addresses that senders name, so it takes only letters that ask for a receipt: it signs
/// for the transport of what the recipient has signed for, whoever answers at an address.
struct DeliveryOffice: Sendable {
  private static let addresses = RecordTable("delivery_addresses")
  private static let pause = Span(seconds: 1)

  let agent: DeliveryAgent
  let records: any Records
  let transport: any Transport
  let time: any TimeSource

  func submit(_ submission: LetterSubmission) async throws -> SignedStatement {
    guard submission.letter.asksReceipt, case .signed(let manifest) = submission.letter.manifest else {
      throw Refusal(.outsideTerms, blame: .peer, "this agent takes signed letters that ask for a receipt")
    }
    let address = Array(submission.address.text.utf8)
    let key = Self.key(manifest.digest, submission.recipient)
    // First, so that no letter is here without its address; the first address of a letter stands.
    let token = try await agent.submit(submission.letter, for: submission.recipient, at: await time.now())
    try await records.transact { _ = try $0.insert(address, for: key, in: Self.addresses) }
    return token
  }

  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress {
    try await agent.progress(of: transfer, to: recipient)
  }

  /// Goes round with all letters, one after the other, until the task is cancelled.
  func rounds() async throws {
    while true {
      _ = try await agent.handOver(over: Round(office: self), at: await time.now())
      try await time.wait(until: await time.now().advanced(by: Self.pause))
    }
  }

  private static func key(_ transfer: Digest, _ recipient: Thumbprint) -> [UInt8] { transfer.bytes + recipient.bytes }

  private struct Round: TransferLink {
    let office: DeliveryOffice

    func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
      guard case .signed(let manifest) = letter.manifest,
        let bytes = try await office.records.read({
          try $0.value(DeliveryOffice.key(manifest.digest, recipient), in: DeliveryOffice.addresses)
        })
      else { throw Refusal(.notFound, blame: .us, "nobody has said where this recipient is reached") }
      let address = try Address(String(decoding: bytes, as: UTF8.self))
      return try await PartyTransferLink(transport: office.transport, address: address).deliver(letter, to: recipient)
    }
  }
}
