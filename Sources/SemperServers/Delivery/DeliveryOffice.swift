import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// A delivery agent that brings letters where their senders say, and its rounds.
///
/// It knows recipients only by the addresses in its commissions, so it takes only letters that ask for a receipt: it signs
/// for the transport of what the recipient has signed for, whoever answers at an address.
struct DeliveryOffice: Sendable {
  private static let pause = Span(seconds: 1)

  let agent: DeliveryAgent
  let transport: any Transport
  let time: any TimeSource

  func submit(_ submission: LetterSubmission) async throws -> SignedStatement {
    guard submission.letter.asksReceipt, case .signed = submission.letter.manifest else {
      throw Refusal(.outsideTerms, blame: .peer, "this agent takes signed letters that ask for a receipt")
    }
    // Anybody's content as yet: the agent verifies it.
    let claimed = try VerifiedStatement<TransferCommission>.content(of: submission.commission)
    guard let destination = claimed.destination, (try? Address(destination)) != nil else {
      throw Refusal(.outsideTerms, blame: .peer, "this agent must be told where a recipient is reached")
    }
    return try await agent.submit(submission.letter, on: submission.commission, at: await time.now())
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

  private struct Round: TransferLink {
    let office: DeliveryOffice

    func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
      guard case .signed(let manifest) = letter.manifest,
        let destination = try await office.agent.destination(of: manifest.digest, to: recipient)
      else { throw Refusal(.notFound, blame: .us, "nobody has said where this recipient is reached") }
      return try await PartyTransferLink(transport: office.transport, address: try Address(destination))
        .deliver(letter, to: recipient)
    }
  }
}
