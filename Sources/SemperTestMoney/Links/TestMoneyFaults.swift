public import SemperBank
public import SemperCryptography
import SemperModel
import Synchronization

/// A line to the bank that fails where a test wants it to: each fault hits the request of its number, from 0.
public final class TestMoneyFaults: TestMoneyLink {
  public enum Fault: String, Sendable, CaseIterable {
    /// The bank never sees it.
    case requestLost
    /// The bank has carried it out, and nobody hears of it.
    case answerLost
    /// It arrives twice.
    case doubled
  }

  /// What a cut line throws.
  public struct LineCut: Error {
    public init() {}
  }

  private let link: any TestMoneyLink
  private let faults: Mutex<[Int: Fault]>
  private let sent = Mutex(0)

  public init(_ link: any TestMoneyLink, _ faults: [Int: Fault] = [:]) {
    self.link = link
    self.faults = Mutex(faults)
  }

  /// How many requests have been made.
  public var requests: Int { sent.withLock { $0 } }

  public func perform(_ order: SignedStatement) async throws -> SignedStatement {
    let number = sent.withLock { sent in
      defer { sent += 1 }
      return sent
    }
    switch faults.withLock({ $0[number] }) {
    case nil: return try await link.perform(order)
    case .requestLost: throw LineCut()
    case .answerLost:
      _ = try await link.perform(order)
      throw LineCut()
    case .doubled:
      _ = try await link.perform(order)
      return try await link.perform(order)
    }
  }

  public func state(_ query: SignedStatement) async throws -> AccountState { try await link.state(query) }
}
