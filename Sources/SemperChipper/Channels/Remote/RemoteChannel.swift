public import SemperCommunication
import SemperModel
import Synchronization

/// A card behind a `CardService` elsewhere.
///
/// A lost answer is asked for again and comes as it was. Keeping others out is not possible over a network; it is for cards, like the
/// merchant's module, whose commands rest on no session.
public final class RemoteChannel: CardChannel {
  private static let patience = Span(seconds: 10)
  private static let attempts = 3

  private struct Conversation {
    let name: [UInt8]
    let start: [UInt8]
    var number: UInt32 = 0
  }

  private let transport: any Transport
  private let address: Address
  private let path: String
  private let pairing: CardPairing
  private let conversation = Mutex<Conversation?>(nil)
  private let turnstile = Turnstile()

  /// - Parameter path: where the card is answered for at that address.
  public init(
    transport: any Transport, address: Address, path: String = CardService<Module>.path, pairing: CardPairing
  ) {
    self.transport = transport
    self.address = address
    self.path = path
    self.pairing = pairing
  }

  public func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    await turnstile.enter()
    defer { turnstile.leave() }
    do {
      return try ResponseAPDU(bytes: try await answer(to: command.bytes))
    } catch let failure as CardFailure {
      throw failure
    } catch {
      conversation.withLock { $0 = nil }
      throw CardFailure(.noAnswer, "the card at \(address) does not answer: \(error); ask it again")
    }
  }

  public func hold() async throws(CardFailure) {}
  public func release() async {}

  /// A service that has begun anew since the last command refuses whatever belongs to the conversation of before; then another one is
  /// begun, once.
  private func answer(to command: [UInt8]) async throws -> [UInt8] {
    let isNew = conversation.withLock { $0 == nil }
    do {
      let (order, start) = try await next(command)
      return try await send(order, start)
    } catch let refusal as Refusal where !isNew && !refusal.code.isPassing {
      conversation.withLock { $0 = nil }
      let (order, start) = try await next(command)
      return try await send(order, start)
    }
  }

  private func next(_ command: [UInt8]) async throws -> (CardPairing.Order, start: [UInt8]) {
    if conversation.withLock({ $0 == nil }) {
      let reply = try await transport.send(
        Request(.get, path), to: address, largest: 64, within: Self.patience)
      guard reply.status == 200, reply.body.count == 16 else {
        throw CardFailure(.noReader, "there is no card service at \(address)\(path); correct the address or start it")
      }
      var generator = SystemRandomNumberGenerator()
      let name = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      conversation.withLock { $0 = Conversation(name: name, start: reply.body) }
    }
    return try conversation.withLock { conversation in
      guard var known = conversation else { throw CardFailure(.noAnswer, "the conversation has ended; ask again") }
      known.number += 1
      conversation = known
      return (CardPairing.Order(conversation: known.name, number: known.number, command: command), known.start)
    }
  }

  /// The same bytes again while it is only the network that fails.
  private func send(_ order: CardPairing.Order, _ start: [UInt8]) async throws -> [UInt8] {
    let sealed = try pairing.seal(order, start: start)
    let request = Request(.post, path, contentType: "application/octet-stream", body: sealed)
    var attempt = 1
    while true {
      do {
        let reply = try await transport.send(request, to: address, largest: 1024, within: Self.patience)
        guard reply.status == 200 else {
          throw Refusal(reply) ?? Refusal(.unavailable, blame: .provider, "the card service answered \(reply.status)")
        }
        return try pairing.answer(reply.body, to: sealed)
      } catch is TransportError where attempt < Self.attempts {
        attempt += 1
      }
    }
  }
}
