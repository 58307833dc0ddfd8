/// The version of a service: three numbers, of which the first says that something is worse for the buyer, or may be.
public struct ServiceVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let major: Int
  public let minor: Int
  public let patch: Int

  /// Nothing where the text is not three numbers without leading zeros.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let numbers = parts.compactMap { part in
      Int(part).flatMap { String($0) == part && $0 >= 0 && $0 < 100_000 ? $0 : nil }
    }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
  }

  public var description: String { "\(major).\(minor).\(patch)" }

  public static func < (left: ServiceVersion, right: ServiceVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
