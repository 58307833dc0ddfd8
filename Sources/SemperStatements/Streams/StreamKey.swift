public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The key of one stream: 32 random bytes that seal nothing else.
///
/// Its digest stands in the header, which commits the producer to one plaintext although AES-GCM itself does not.
public struct StreamKey: Hashable, Sendable, CanonicalValue, Discreet {
  public static let size = 32
  public let bytes: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "a stream key has 32 bytes") }
    self.bytes = bytes
  }

  /// A fresh key, to be stored before it is used. Pass the system's generator outside tests.
  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  public var digest: Digest { Digest(of: bytes, for: .streamKey) }

  /// Tells nothing, so that a log that prints it gives nothing away.
  public var description: String { "stream key" }
  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
