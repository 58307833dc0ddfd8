import SemperCardNetwork
import SemperCoding
import SemperEngine
import SemperModel
import Synchronization

/// A line to an issuer in the same process that loses what a test wants: each fault hits the message of its number, from 0.
/// Everything travels sealed, as on the wire.
final class DirectLink: CardLink {
  enum Fault: Sendable {
    case requestLost, answerLost, doubled, lineDown
  }

  private let host: IssuerHost
  private let faults: @Sendable (Int) -> Fault?
  private let sent = Mutex<[MessageType]>([])

  init(_ host: IssuerHost, _ faults: @escaping @Sendable (Int) -> Fault? = { _ in nil }) {
    self.host = host
    self.faults = faults
  }

  /// The types of all messages that were sent.
  var types: [String] { sent.withLock { $0.map(\.rawValue) } }

  func exchange(_ message: CardMessage, until time: Timestamp) async throws -> CardMessage? {
    let number = sent.withLock { sent in
      sent.append(message.type)
      return sent.count - 1
    }
    let fault = faults(number)
    if fault == .lineDown {
      host.clock.advance(to: time)
      throw CardLinkDown()
    }
    var reply: CardMessage?
    if fault != .requestLost {
      reply = try await carry(message)
      if fault == .doubled { reply = try await carry(message) }
    }
    guard fault != .requestLost, fault != .answerLost else {
      host.clock.advance(to: time)
      return nil
    }
    return reply
  }

  private func carry(_ message: CardMessage) async throws -> CardMessage? {
    let seal = IssuerHost.seal
    guard let reply = try await host.issuer.answer(seal.open(seal.sealed(message)), at: host.clock.now()) else {
      return nil
    }
    return try seal.open(seal.sealed(reply))
  }
}
