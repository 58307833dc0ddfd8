public import SemperCoding

/// A SHA-256 digest, written `sha-256:<base64url>`. What was hashed, and under which purpose, is said where it is used.
public struct Digest: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public static let size = 32
  private static let prefix = "sha-256:"
  public let bytes: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "a SHA-256 digest has 32 bytes") }
    self.bytes = bytes
  }

  public init(text: String) throws(CodingError) {
    guard text.hasPrefix(Self.prefix) else {
      throw CodingError(.wrongForm, "a digest is written sha-256:<base64url>")
    }
    try self.init(bytes: Base64URL.decode(String(text.dropFirst(Self.prefix.count))))
  }

  public var description: String { Self.prefix + Base64URL.encode(bytes) }
  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}
