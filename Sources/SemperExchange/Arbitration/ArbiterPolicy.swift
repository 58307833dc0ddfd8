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
  /// How long new exchanges pin one sealing key; absent when it is never changed.
  public let epochLength: Span?
  /// How long the arbiter serves exchanges after the last of an epoch has closed, before it destroys the epoch's key;
  /// absent when it never does. It serves open complaint windows to their end in any case.
  public let retention: Span?

  public init(
    shortestWindow: Span, longestWindow: Span, longestLife: Span, epochLength: Span? = nil, retention: Span? = nil
  ) {
    self.shortestWindow = shortestWindow
    self.longestWindow = longestWindow
    self.longestLife = longestLife
    self.epochLength = epochLength
    self.retention = retention
  }

  public var digest: Digest { Digest(of: canonicalBytes, for: .policy) }

  public var json: JSON {
    .fields([
      "epochLength": epochLength?.json, "longestLife": longestLife.json, "longestWindow": longestWindow.json,
      "retention": retention?.json, "shortestWindow": shortestWindow.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    epochLength = try fields.optional("epochLength")
    longestLife = try fields.value("longestLife")
    longestWindow = try fields.value("longestWindow")
    retention = try fields.optional("retention")
    shortestWindow = try fields.value("shortestWindow")
    try fields.close()
    if let epochLength, epochLength.seconds == 0 {
      throw CodingError(.outOfRange, "an epoch lasts a second at least").inside("epochLength")
    }
  }
}
