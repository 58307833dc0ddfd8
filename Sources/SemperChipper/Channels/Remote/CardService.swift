public import SemperCommunication
import SemperCryptography
import SemperModel
import Synchronization

/// A card for terminals elsewhere, over any transport: a merchant's module in the back office for the tills in front.
///
/// Only who holds the pairing secret is answered. The last command of each conversation may come again and gets the same answer;
/// a request that was recorded, also before a restart, gets nothing new done.
public struct CardService<Application: CardApplication>: Sendable {
  /// The path that it answers at.
  public static var path: String { "/card" }

  private let desk: CardDesk<Application>

  /// Each start of a service is told from the others by sixteen random bytes.
  public init(_ card: Card<Application>, pairing: CardPairing) {
    var generator = SystemRandomNumberGenerator()
    desk = CardDesk(
      card, pairing, start: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  public var routes: [Route] {
    let limits = RouteLimits(body: 512)
    return [
      Route(.get, Self.path, summary: "Which start of the card service this is.", limits: limits) { [desk] _, _ in
        Reply(contentType: "application/octet-stream", body: .bytes(desk.start))
      },
      Route(.post, Self.path, summary: "One sealed command for the card.", limits: limits) { [desk] request, _ in
        Reply(contentType: "application/octet-stream", body: .bytes(try await desk.answer(request.body)))
      },
    ]
  }
}

/// Who asks what, and the last answer to each.
final class CardDesk<Application: CardApplication>: Sendable {
  /// Conversations remembered; the one that was silent for longest goes first, and begins again.
  private static var most: Int { 256 }

  private struct Conversation {
    let name: [UInt8]
    var number: UInt32
    var command: [UInt8]
    var answer: [UInt8]
  }

  private let card: Card<Application>
  private let pairing: CardPairing
  let start: [UInt8]
  private let conversations = Mutex<[Conversation]>([])

  init(_ card: Card<Application>, _ pairing: CardPairing, start: [UInt8]) {
    self.card = card
    self.pairing = pairing
    self.start = start
  }

  func answer(_ sealed: [UInt8]) async throws -> [UInt8] {
    guard let order = try? pairing.order(sealed, start: start) else {
      throw Refusal(.badSignature, blame: .peer, "the request is not of a paired terminal, or of before a restart")
    }
    await card.turnstile.enter()
    defer { card.turnstile.leave() }
    if let known = try recall(order) { return try pairing.seal(answer: known, to: sealed) }
    let answer: [UInt8]
    do {
      answer = try await card.process(order.command)
    } catch {
      throw Refusal(.unavailable, blame: .provider, error.message)
    }
    remember(order, answer)
    return try pairing.seal(answer: answer, to: sealed)
  }

  /// The answer given before; `nil` for the next command.
  private func recall(_ order: CardPairing.Order) throws(Refusal) -> [UInt8]? {
    let known = conversations.withLock { $0.first { $0.name == order.conversation } }
    let next = known.map { $0.number &+ 1 } ?? 1
    if order.number == next { return nil }
    guard let known, order.number == known.number, order.command == known.command else {
      throw Refusal(.idReused, blame: .peer, "the command is not the next one of its conversation; begin another")
    }
    return known.answer
  }

  private func remember(_ order: CardPairing.Order, _ answer: [UInt8]) {
    conversations.withLock { conversations in
      conversations.removeAll { $0.name == order.conversation }
      if conversations.count == Self.most { conversations.removeFirst() }
      conversations.append(
        Conversation(name: order.conversation, number: order.number, command: order.command, answer: answer))
    }
  }
}
