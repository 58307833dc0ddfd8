import SemperCommunication
import SemperModel
import Synchronization

/// Answers the terminals of one card: who asks what, and the last answer to each.
final class CardDesk: Sendable {
  /// Conversations remembered; the one that was silent for longest goes first, and begins again.
  private static let most = 256

  private struct Conversation {
    let name: [UInt8]
    var number: UInt32
    var command: [UInt8]
    var answer: [UInt8]
  }

  private let pairing: CardPairing
  private let process: @Sendable ([UInt8]) async throws -> [UInt8]
  /// By which this desk is told from those that the card had before.
  let start: [UInt8]
  private let conversations = Mutex<[Conversation]>([])
  /// One command after the other.
  private let line = Turnstile()

  /// - Parameter process: has the card carry out a command that comes from a paired terminal and has not come before.
  init(_ pairing: CardPairing, process: @escaping @Sendable ([UInt8]) async throws -> [UInt8]) {
    var generator = SystemRandomNumberGenerator()
    start = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    self.pairing = pairing
    self.process = process
  }

  /// Where a terminal asks at which start the desk is, and brings its commands.
  static func routes(
    at path: String, of desk: @escaping @Sendable (Parameters) async throws -> CardDesk
  ) -> [Route] {
    let limits = RouteLimits(body: 512)
    return [
      Route(.get, path, summary: "Which start of the card service this is.", limits: limits) { _, parameters in
        Reply(contentType: "application/octet-stream", body: .bytes(try await desk(parameters).start))
      },
      Route(.post, path, summary: "One sealed command for the card.", limits: limits) { request, parameters in
        Reply(
          contentType: "application/octet-stream", body: .bytes(try await desk(parameters).answer(request.body)))
      },
    ]
  }

  func answer(_ sealed: [UInt8]) async throws -> [UInt8] {
    guard let order = try? pairing.order(sealed, start: start) else {
      throw Refusal(.badSignature, blame: .peer, "the request is not of a paired terminal, or of before a restart")
    }
    await line.enter()
    defer { line.leave() }
    if let known = try recall(order) { return try pairing.seal(answer: known, to: sealed) }
    let answer: [UInt8]
    do {
      answer = try await process(order.command)
    } catch let failure as CardFailure {
      throw Refusal(.unavailable, blame: .provider, failure.message)
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
