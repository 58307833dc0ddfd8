public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The key of one sealed package: 32 random bytes that seal nothing else.
///
/// Its digest stands in the manifest, which commits the sender to one plaintext for all recipients although AES-GCM
/// itself does not.
public struct TransferKey: Hashable, Sendable, CanonicalValue, Discreet {
  public static let size = 32
  public let bytes: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "a transfer key has 32 bytes") }
    self.bytes = bytes
  }

  /// A fresh key, to be journalled before it is used. Pass the system's generator outside tests.
  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  public var digest: Digest { Digest(of: bytes, for: .transferKey) }

  /// The package as it travels: `AES-256-GCM(key, nonce 0, aad = "transfer-cipher" tag ‖ transfer id)`. The same bytes
  /// each time, so that nothing but key and package has to be kept.
  func seal(_ plain: [UInt8], for transfer: ID<Transfer>) throws(CryptographyError) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: plain.count + ChunkCipher.tagSize)
    try plain.withUnsafeBytes { plain in
      sealed.withUnsafeMutableBytes { sealed in
        Result { () throws(CryptographyError) in
          try ChunkCipher(key: bytes).seal(plain, at: 0, authenticating: Self.context(transfer), into: sealed)
        }
      }
    }.get()
    return sealed
  }

  /// The package, or `nil` when the key or a single bit is wrong.
  func open(_ sealed: [UInt8], of transfer: ID<Transfer>) -> [UInt8]? {
    guard sealed.count > ChunkCipher.tagSize else { return nil }
    var plain = [UInt8](repeating: 0, count: sealed.count - ChunkCipher.tagSize)
    let opens = sealed.withUnsafeBytes { sealed in
      plain.withUnsafeMutableBytes { plain in
        ChunkCipher(key: bytes).open(sealed, at: 0, authenticating: Self.context(transfer), into: plain)
      }
    }
    return opens ? plain : nil
  }

  private static func context(_ transfer: ID<Transfer>) -> [UInt8] { DigestPurpose.transferCipher.tag + transfer.bytes }

  /// Tells nothing, so that a log that prints it gives nothing away.
  public var description: String { "transfer key" }
  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }
}
