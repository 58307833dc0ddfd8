public import SemperCoding
import SemperCryptography
public import SemperModel

/// What an arbiter promises and demands. Published with its role, pinned by digest in the terms of every exchange.
public struct ArbiterPolicy: Hashable, Sendable, CanonicalValue {
  /// The complaint window must be at least this long …
  public let shortestWindow: Span
  /// … and at most this long.
  public let longestWindow: Span
  /// How far ahead an exchange may close.
  public let longestLife: Span

  public init(shortestWindow: Span, longestWindow: Span, longestLife: Span) {
    self.shortestWindow = shortestWindow
    self.longestWindow = longestWindow
    self.longestLife = longestLife
  }

  public var digest: Digest { Digest(of: canonicalBytes, for: .policy) }

  public var json: JSON {
    .fields([
      "longestLife": longestLife.json, "longestWindow": longestWindow.json,
      "shortestWindow": shortestWindow.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    longestLife = try fields.value("longestLife")
    longestWindow = try fields.value("longestWindow")
    shortestWindow = try fields.value("shortestWindow")
    try fields.close()
  }
}
