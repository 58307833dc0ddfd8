/// Memory for one chunk that a worker uses again and again.
///
/// Chunk-sized on purpose: buffers of a MiB and more are mapped and returned by the C library at every use, which
/// costs more than the encryption.
final class ChunkBuffer {
  let bytes: UnsafeMutableRawBufferPointer

  init(size: Int) { bytes = .allocate(byteCount: size, alignment: 64) }
  deinit { bytes.deallocate() }

  /// The first bytes of the buffer, to be filled.
  func first(_ count: Int) -> UnsafeMutableRawBufferPointer { .init(rebasing: bytes[..<count]) }
}
