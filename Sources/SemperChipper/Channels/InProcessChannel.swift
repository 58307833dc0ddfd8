import SemperCoding

/// A card in this process: no reader, no daemon, the same commands.
public struct InProcessChannel<Application: CardApplication>: CardChannel {
  private let card: Card<Application>

  public init(_ card: Card<Application>) { self.card = card }

  public func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    let answer = try await card.process(command.bytes)
    do {
      return try ResponseAPDU(bytes: answer)
    } catch {
      throw CardFailure(.malformed, "the card's answer is none: \(error)")
    }
  }

  public func hold() async throws(CardFailure) { await card.turnstile.enter() }

  public func release() async { card.turnstile.leave() }
}
