/// How much JSON a receiver is willing to look at, checked while parsing and before anything is allocated for it.
public struct DecodingLimits: Sendable, Equatable {
  /// Bytes of the whole text.
  public var bytes: Int
  /// Nested arrays and objects.
  public var depth: Int
  /// Members and elements in the whole text.
  public var members: Int
  /// Whether numbers other than integers within ±(2^53 - 1) are accepted.
  public var allowsFractions: Bool

  public init(
    bytes: Int = 1 << 20, depth: Int = 32, members: Int = 10_000, allowsFractions: Bool = false
  ) {
    self.bytes = bytes
    self.depth = depth
    self.members = members
    self.allowsFractions = allowsFractions
  }

  /// The limits of a statement: 1 MiB, depth 32, 10 000 members, integers only.
  public static let statement = DecodingLimits()

  /// The same for a text of at most so many bytes.
  public static func statement(bytes: Int) -> DecodingLimits { DecodingLimits(bytes: bytes) }

  /// The widest integer that survives every JSON implementation: 2^53 - 1.
  public static let widestInteger: Int64 = 9_007_199_254_740_991
}
