import Logging
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTerms

/// What the arbiter does in disputes beside answering: it asks shops for their answers, and does what time brings.
struct DisputeOffice: Sendable {
  private static let pause = Span(seconds: 2)

  let desk: DisputeDesk
  let transport: any Transport
  let time: any TimeSource
  let logger: Logger

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      // Shops that do not answer hold up nothing that is due.
      group.addTask { try await again { try await desk.pass(at: time.now()) } }
      group.addTask {
        var last: Digest?
        try await again {
          let unheard = try await desk.unheard(after: last)
          await hear(unheard)
          last = unheard.last?.id
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  private func again(_ round: () async throws -> Void) async throws {
    while true {
      do {
        try await round()
      } catch let error as CancellationError {
        throw error
      } catch {
        logger.error("disputes cannot go on; they are tried again", metadata: ["error": "\(error)"])
      }
      try await time.wait(until: time.now().advanced(by: Self.pause))
    }
  }

  /// Beside one another, so that one shop that is silent holds up no other.
  private func hear(_ disputes: [DisputeCase]) async {
    await withTaskGroup(of: Void.self) { group in
      for dispute in disputes { group.addTask { await hear(dispute) } }
    }
  }

  /// A shop answers at once or later; one that is not there is asked again until its time is over. A buyer comes by itself.
  private func hear(_ dispute: DisputeCase) async {
    guard dispute.claimContent.what.claimant == .buyer, let offer = dispute.disclosed.offer else { return }
    do {
      let shop = ShopClient(transport: transport, address: offer.shop)
      guard let answer = try await shop.answer(to: dispute.claim) else { return }
      _ = try await desk.answer(answer, at: time.now())
      // Where the evidence decides, nobody has to wait any longer.
      try await desk.pass(at: time.now())
    } catch is CancellationError {
      return
    } catch {
      logger.notice("a shop has not answered a claim", metadata: ["error": "\(error)"])
    }
  }
}
