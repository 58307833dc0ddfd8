import SemperCardNetwork
import SemperEngine
import SemperModel
import Synchronization

/// A line to an issuer in the same process that loses or doubles what a test wants: each fault hits the message of its number, from 0.
/// Everything travels sealed, as on the wire.
final class IssuerWire: CardLink {
  enum Fault: Sendable, CaseIterable { case requestLost, answerLost, doubled, lineDown }

  private static let seal = MessageSeal(key: [UInt8](repeating: 5, count: 32))
  private let issuer: Issuer
  private let clock: VirtualTime
  private let state: Mutex<(types: [String], faults: @Sendable (Int) -> Fault?)>

  init(_ issuer: Issuer, _ clock: VirtualTime, _ faults: @escaping @Sendable (Int) -> Fault? = { _ in nil }) {
    self.issuer = issuer
    self.clock = clock
    state = Mutex(([], faults))
  }

  /// The types of all messages that were sent.
  var types: [String] { state.withLock(\.types) }

  func heal() { state.withLock { $0.faults = { _ in nil } } }

  func exchange(_ message: CardMessage, until time: Timestamp) async throws -> CardMessage? {
    let fault = state.withLock { state in
      state.types.append(message.type.rawValue)
      return state.faults(state.types.count - 1)
    }
    if fault == .lineDown {
      clock.advance(to: time)
      throw CardLinkDown()
    }
    var reply: CardMessage?
    if fault != .requestLost { reply = try await carry(message) }
    if fault == .doubled { reply = try await carry(message) }
    guard fault != .requestLost, fault != .answerLost else {
      clock.advance(to: time)
      return nil
    }
    return reply
  }

  private func carry(_ message: CardMessage) async throws -> CardMessage? {
    guard let reply = try await issuer.answer(Self.seal.open(Self.seal.sealed(message)), at: clock.now()) else {
      return nil
    }
    return try Self.seal.open(Self.seal.sealed(reply))
  }
}
