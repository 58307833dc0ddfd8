public import SemperChipper
import Synchronization

/// A reader from which somebody pulls the card at the n-th command, before or after the card has carried it out.
public final class FlakyChannel: CardChannel {
  public enum Moment: String, CaseIterable, Sendable { case before, after }

  private let channel: any CardChannel
  private let pulled: @Sendable () async throws(CardFailure) -> Void
  private let left: Mutex<Int>
  private let moment: Moment

  /// - Parameter pulled: what a loss of power does to the card.
  public init(
    _ channel: any CardChannel, pullingAt command: Int, _ moment: Moment,
    pulled: @escaping @Sendable () async throws(CardFailure) -> Void
  ) {
    self.channel = channel
    self.pulled = pulled
    self.moment = moment
    left = Mutex(command)
  }

  /// Whether the card was pulled.
  public var isOver: Bool { left.withLock { $0 <= 0 } }

  public func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    let isTheOne = left.withLock { left in
      left -= 1
      return left == 0
    }
    if isOver, !isTheOne { throw Self.gone }
    if isTheOne, moment == .before {
      try await pulled()
      throw Self.gone
    }
    let answer = try await channel.transmit(command)
    guard isTheOne else { return answer }
    try await pulled()
    throw Self.gone
  }

  public func hold() async throws(CardFailure) {}
  public func release() async {}

  private static let gone = CardFailure(.removed, "the card was pulled")
}
