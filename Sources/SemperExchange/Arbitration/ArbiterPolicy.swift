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
  /// The most ledgers that an exchange may name …
  public let ledgers: Int?
  /// … and the most bytes of one of its ciphertexts; what is usual where it is absent, as in policies of old.
  public let ciphertext: Int64?

  private static let usualLedgers = 16
  private static let usualCiphertext: Int64 = 4 << 30

  public var mostLedgers: Int { ledgers ?? Self.usualLedgers }
  public var longestCiphertext: Int64 { ciphertext ?? Self.usualCiphertext }
  /// The most bytes of all ciphertexts of an exchange together: as two of the longest.
  public var mostData: Int64 { longestCiphertext > .max / 2 ? .max : 2 * longestCiphertext }

  public init(
    shortestWindow: Span, longestWindow: Span, longestLife: Span, epochLength: Span? = nil, retention: Span? = nil,
    ledgers: Int? = nil, ciphertext: Int64? = nil
  ) {
    self.shortestWindow = shortestWindow
    self.longestWindow = longestWindow
    self.longestLife = longestLife
    self.epochLength = epochLength
    self.retention = retention
    self.ledgers = ledgers
    self.ciphertext = ciphertext
  }

  public var digest: Digest { Digest(of: canonicalBytes, for: .policy) }

  public var json: JSON {
    .fields([
      "ciphertext": ciphertext?.json, "epochLength": epochLength?.json, "ledgers": ledgers?.json,
      "longestLife": longestLife.json, "longestWindow": longestWindow.json, "retention": retention?.json,
      "shortestWindow": shortestWindow.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    ciphertext = try fields.optional("ciphertext")
    ledgers = try fields.optional("ledgers")
    epochLength = try fields.optional("epochLength")
    longestLife = try fields.value("longestLife")
    longestWindow = try fields.value("longestWindow")
    retention = try fields.optional("retention")
    shortestWindow = try fields.value("shortestWindow")
    try fields.close()
    guard mostLedgers >= 0, longestCiphertext > 0 else {
      throw CodingError(.outOfRange, "no fewer than no ledgers, and at least a byte").inside("ciphertext")
    }
    if let epochLength, epochLength.seconds == 0 {
      throw CodingError(.outOfRange, "an epoch lasts a second at least").inside("epochLength")
    }
  }
}
