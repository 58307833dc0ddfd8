import SemperCryptography
import SemperModel

/// What locks the chunks of content in one exchange: `z_j = AES-256-GCM(o_i, nonce j, aad, salt_j ‖ chunk_j)`.
///
/// The associated data `tag(chunk) ‖ exchange ‖ u64 j ‖ u64 n` ties a chunk to its place and to one exchange.
struct ChunkLock: Sendable {
  private let cipher: ChunkCipher
  private let prefix: [UInt8]
  private let suffix: [UInt8]

  init(opening: ItemOpening, exchange: Digest, layout: ChunkLayout) {
    cipher = ChunkCipher(key: opening.bytes)
    prefix = DigestPurpose.chunk.tag + exchange.bytes
    suffix = Self.bigEndian(layout.chunks)
  }

  func seal(
    _ salted: UnsafeRawBufferPointer, at chunk: Int, into sealed: UnsafeMutableRawBufferPointer
  ) throws(StatementsError) {
    do {
      try cipher.seal(salted, at: UInt64(chunk), authenticating: context(chunk), into: sealed)
    } catch {
      throw StatementsError(.cryptography, error.message)
    }
  }

  /// Whether the sealed chunk opens; then the buffer holds salt ‖ chunk.
  func open(
    _ sealed: UnsafeRawBufferPointer, at chunk: Int, into salted: UnsafeMutableRawBufferPointer
  ) -> Bool {
    cipher.open(sealed, at: UInt64(chunk), authenticating: context(chunk), into: salted)
  }

  private func context(_ chunk: Int) -> [UInt8] { prefix + Self.bigEndian(chunk) + suffix }
  private static func bigEndian(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
  }
}
