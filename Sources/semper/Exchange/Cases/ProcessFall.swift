import ArgumentParser
import Foundation

/// A process of an exchange that is killed at one of its durable writes: `bank@7` just before its seventh, `bank@7+` just
/// after. The writes of services are counted from when both parties start, those of a party from its beginning.
struct ProcessFall: ExpressibleByArgument, Sendable {
  static let names = ["originator", "responder", "arbiter", "bank", "other-bank", "issuer"]

  /// The role, by the name of its home or by what it is in the exchange.
  let name: String
  let write: Int
  let isAfter: Bool

  init?(argument: String) {
    let parts = argument.split(separator: "@")
    guard parts.count == 2, Self.names.contains(String(parts[0])) else { return nil }
    isAfter = parts[1].hasSuffix("+")
    guard let write = Int(isAfter ? parts[1].dropLast() : parts[1]), write > 0 else { return nil }
    (name, self.write) = (String(parts[0]), write)
  }
}
