import Crypto
public import SemperModel

/// SHA-256 without a purpose, fed piece by piece: for files named by their digest.
public struct PlainHasher: Sendable {
  private var hash = SHA256()
  public init() {}
  public mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }
  public func finalize() -> SemperModel.Digest { SemperModel.Digest(sha256: hash.finalize()) }
}
