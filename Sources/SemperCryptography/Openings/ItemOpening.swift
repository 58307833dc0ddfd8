public import SemperCoding
public import SemperModel

/// The secret that opens one locked item of an exchange, `o_i`: 32 bytes. Whoever holds it holds the item.
///
/// Its `digest` is public and stands in locks and conditional statements, which is why the opening commits its owner to
/// one key although AES-GCM itself does not.
public struct ItemOpening: Hashable, Sendable, CanonicalValue, Discreet {
  public static let size = 32
  public let bytes: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "an item opening has 32 bytes") }
    self.bytes = bytes
  }

  /// `H(o_i)`, the lock hash.
  public var digest: Digest { Digest(of: bytes, for: .itemOpening) }

  /// Tells nothing, so that a log that prints it gives nothing away.
  public var description: String { "item opening" }
  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
