public import SemperCoding

/// The name of a public key: its RFC 7638 thumbprint (SHA-256, base64url). A party is known by it; there is no user id.
public struct Thumbprint: Hashable, Sendable, Comparable, CanonicalValue, CustomStringConvertible {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == 32 else { throw CodingError(.wrongForm, "a key thumbprint has 32 bytes") }
    self.bytes = bytes
  }

  public init(text: String) throws(CodingError) { try self.init(bytes: Base64URL.decode(text)) }

  /// The order of the texts, which is the order in which signers and signatures are listed.
  public static func < (left: Thumbprint, right: Thumbprint) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }

  public var description: String { Base64URL.encode(bytes) }
  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}
