/// Where a process dies in a test: at its n-th durable write, just before or just after it became durable.
public struct CrashPoint: Hashable, Sendable, CustomStringConvertible {
  public enum Side: String, Sendable, CaseIterable { case before, after }
  /// Counted from 1 over journal entries, evidence, record transactions and keys of one archive.
  public let write: Int
  public let side: Side

  public init(write: Int, _ side: Side) {
    self.write = write
    self.side = side
  }

  public var description: String { "\(side.rawValue) write \(write)" }
}
