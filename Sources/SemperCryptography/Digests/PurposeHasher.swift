import Crypto
public import SemperModel

/// SHA-256 under a registered purpose, fed piece by piece.
public struct PurposeHasher: Sendable {
  private var hash = SHA256()

  public init(for purpose: DigestPurpose) { hash.update(data: purpose.tag) }
  init(tag: [UInt8]) { hash.update(data: tag) }

  public mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }
  /// A 64-bit number, big-endian.
  public mutating func update(_ number: UInt64) {
    withUnsafeBytes(of: number.bigEndian) { hash.update(bufferPointer: $0) }
  }

  public func finalize() -> SemperModel.Digest { SemperModel.Digest(sha256: hash.finalize()) }
}

extension SemperModel.Digest {
  init(sha256: SHA256.Digest) {
    do {
      self = try SemperModel.Digest(bytes: Array(sha256))
    } catch {
      preconditionFailure("SHA-256 gives 32 bytes")
    }
  }

  /// `SHA-256("semper/<purpose>/1" ‖ 0x00 ‖ bytes)`.
  public init(of bytes: [UInt8], for purpose: DigestPurpose) {
    var hasher = PurposeHasher(for: purpose)
    hasher.update(bytes)
    self = hasher.finalize()
  }

  /// The digest of a statement: its payload under its kind, the same whoever has signed and in whatever serialisation.
  public init(ofPayload payload: [UInt8], kind: StatementKind) {
    var hasher = PurposeHasher(tag: DigestPurpose.tag(of: kind))
    hasher.update(payload)
    self = hasher.finalize()
  }

  /// Plain SHA-256, for files named by their digest and for formats that a standard owns.
  public init(plain bytes: [UInt8]) { self.init(sha256: SHA256.hash(data: bytes)) }
}
