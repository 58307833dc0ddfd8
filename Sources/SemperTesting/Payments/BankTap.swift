import Synchronization

/// Sits on the lines between payer, payee and their bank, and changes what passes when a test wants it to. A world hands all bytes through
/// its tap, in both directions.
public final class BankTap: Sendable {
  /// What is spoilt.
  enum Target: Sendable {
    case nothing
    /// Each request comes changed, in several ways, before it comes as it is.
    case requests
    /// The next so many answers come changed.
    case answers(Int)
  }

  /// So many places of each message are tried.
  private static let places = 6

  private struct State {
    var target = Target.nothing
    var spoilt = 0
    var accepted = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// From now on.
  func spoil(_ target: Target) { state.withLock { $0.target = target } }

  /// How many changed messages have arrived.
  var spoilt: Int { state.withLock(\.spoilt) }
  /// How many changed requests were answered instead of refused.
  var accepted: Int { state.withLock(\.accepted) }

  /// Brings a request to the bank, perhaps changed ones before it. What comes of those nobody hears.
  public func say<Answer: Sendable>(
    _ request: [UInt8], _ deliver: ([UInt8]) async throws -> Answer
  ) async throws -> Answer {
    if case .requests = state.withLock(\.target), !request.isEmpty {
      for place in 0..<Self.places {
        state.withLock { $0.spoilt += 1 }
        do {
          _ = try await deliver(Self.spoilt(request, place))
          state.withLock { $0.accepted += 1 }
        } catch {
          try Task.checkCancellation()
        }
      }
    }
    return try await deliver(request)
  }

  /// An answer as it comes to who asked.
  public func hear(_ answer: [UInt8]) -> [UInt8] {
    let place = state.withLock { state -> Int? in
      guard case .answers(let left) = state.target, left > 0, !answer.isEmpty else { return nil }
      state.target = .answers(left - 1)
      state.spoilt += 1
      return left
    }
    return place.map { Self.spoilt(answer, $0 % Self.places) } ?? answer
  }

  /// One bit is another at a place, or at the last place the end is cut off.
  private static func spoilt(_ bytes: [UInt8], _ place: Int) -> [UInt8] {
    guard place < places - 1 else { return Array(bytes.prefix(bytes.count / 2)) }
    var changed = bytes
    changed[bytes.count * (2 * place + 1) / (2 * places)] ^= 1 << UInt8(place)
    return changed
  }
}
