public import SemperCoding
public import SemperCryptography
import SemperModel

/// The seller's secret for one content, from which the salts of its chunks derive.
///
/// Without salts the leaf list, which a buyer gets before it pays, would confirm guesses of chunks. Buyers of the
/// content learn its salts, so no other content may use the same secret.
public struct ContentSecret: Hashable, Sendable, CanonicalValue, Discreet {
  public static let size = 32
  public let bytes: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "a content secret has 32 bytes") }
    self.bytes = bytes
  }

  /// A fresh secret. Pass the system's generator outside tests.
  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// `HKDF(secret, "semper/content-salt/1" ‖ 0x00 ‖ u64 index)`.
  func salt(of chunk: Int) -> [UInt8] {
    KeyDerivation.bytes(
      from: bytes, for: .contentSalt, context: withUnsafeBytes(of: UInt64(chunk).bigEndian) { Array($0) },
      length: ChunkLayout.saltSize)
  }

  /// Tells nothing, so that a log that prints it gives nothing away.
  public var description: String { "content secret" }
  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
