/// One worker that reads and seals chunks of a seller's content, in any order, in two buffers of its own.
///
/// It checks each chunk against its leaf before it seals it. A file that has changed since it was described would
/// convict its honest seller, and sealing it at a used nonce would break the encryption of both versions.
struct ChunkSealer: ~Copyable {
  private let layout: ChunkLayout
  private let leaves: LeafList
  private let lock: ChunkLock
  private let buffer: ChunkBuffer
  private var reader: SaltedChunkReader

  init(_ content: PreparedContent, lock: ChunkLock) {
    layout = content.description.layout
    leaves = content.leaves
    self.lock = lock
    buffer = ChunkBuffer(size: layout.sealedChunkSize)
    reader = SaltedChunkReader(content.description.manifest, in: content.directory, secret: content.secret)
  }

  /// `z_j`, valid until the next call.
  mutating func seal(_ chunk: Int) throws(StatementsError) -> UnsafeRawBufferPointer {
    let salted = try reader.read(chunk)
    guard leaves.has(ContentTree.leaf(chunk, salted: salted), at: chunk) else {
      throw StatementsError(
        .contentChanged, "the files have changed since they were described (chunk \(chunk)): restore them")
    }
    let sealed = buffer.first(layout.sealedLength(of: chunk))
    try lock.seal(salted, at: chunk, into: sealed)
    return UnsafeRawBufferPointer(sealed)
  }
}
