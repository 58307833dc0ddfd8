import Crypto
import Foundation

/// AES-256-GCM over the numbered chunks of one large text, under a key that seals nothing else.
///
/// The 96-bit nonce is the chunk's index. Sealing two different plaintexts at one index would give both away, so the
/// caller makes sure that a chunk has not changed before it seals that chunk again. The cipher is not key-committing:
/// the key must come from a secret that a hash commits to.
public struct ChunkCipher: Sendable, Discreet {
  /// How many bytes a sealed chunk is longer than its plaintext.
  public static let tagSize = 16
  public static let keySize = 32
  private static let nonceSize = 12

  private let key: SymmetricKey

  /// A key of another size than 32 bytes is a bug of the caller.
  public init(key: [UInt8]) {
    precondition(key.count == Self.keySize, "AES-256 takes a key of 32 bytes")
    self.key = SymmetricKey(data: key)
  }

  /// Writes ciphertext ‖ tag into a buffer of exactly that size.
  public func seal(
    _ plaintext: UnsafeRawBufferPointer, at index: UInt64, authenticating: [UInt8],
    into sealed: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    precondition(sealed.count == plaintext.count + Self.tagSize, "the buffer does not fit the chunk")
    do {
      let box = try AES.GCM.seal(
        Self.unowned(plaintext[...]), using: key, nonce: Self.nonce(index), authenticating: authenticating)
      guard let combined = box.combined else { throw CryptographyError(.failed, "sealing a chunk failed") }
      combined.withUnsafeBytes { sealed.copyMemory(from: .init(rebasing: $0.dropFirst(Self.nonceSize))) }
    } catch {
      throw CryptographyError(.failed, "sealing a chunk failed: \(error)")
    }
  }

  /// Writes the plaintext into a buffer of exactly its size, or returns `false`, having written nothing, when the key,
  /// the index, the associated data or a single bit is wrong.
  public func open(
    _ sealed: UnsafeRawBufferPointer, at index: UInt64, authenticating: [UInt8],
    into plaintext: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard sealed.count == plaintext.count + Self.tagSize else { return false }
    let ciphertext = Self.unowned(sealed.dropLast(Self.tagSize))
    let tag = Self.unowned(sealed.suffix(Self.tagSize))
    guard let nonce = try? Self.nonce(index),
      let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: ciphertext, tag: tag),
      let opened = try? AES.GCM.open(box, using: key, authenticating: authenticating)
    else { return false }
    opened.withUnsafeBytes { plaintext.copyMemory(from: $0) }
    return true
  }

  private static func nonce(_ index: UInt64) throws -> AES.GCM.Nonce {
    try AES.GCM.Nonce(data: [0, 0, 0, 0] + withUnsafeBytes(of: index.bigEndian) { Array($0) })
  }

  /// The bytes without a copy, valid only during the call that they were passed to.
  private static func unowned(_ bytes: Slice<UnsafeRawBufferPointer>) -> Data {
    let whole = UnsafeRawBufferPointer(rebasing: bytes)
    guard let base = whole.baseAddress else { return Data() }
    return Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: whole.count, deallocator: .none)
  }
}
