import ArgumentParser
import Foundation

/// A process of an exchange that is killed at one of its durable writes: `bank@7` just before its seventh, `bank@7+` just
/// after. The writes of services are counted from when both parties start, those of a party from its beginning.
struct ProcessFall: ExpressibleByArgument, Sendable {
  /// The role, by the name of its home or by what it is in the exchange; the cell says which there are (`ExchangeStage.roles`).
  let name: String
  let write: Int
  let isAfter: Bool

  init?(argument: String) {
    let parts = argument.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    isAfter = parts[1].hasSuffix("+")
    guard let write = Int(isAfter ? parts[1].dropLast() : parts[1]), write > 0 else { return nil }
    (name, self.write) = (String(parts[0]), write)
  }
}
