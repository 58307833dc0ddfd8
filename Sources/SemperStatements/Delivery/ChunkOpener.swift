/// One worker that opens chunks of a ciphertext file and compares each with its leaf, in two buffers of its own.
struct ChunkOpener: ~Copyable {
  private let layout: ChunkLayout
  private let leaves: LeafList
  private let lock: ChunkLock
  private let ciphertext: OpenFile
  private let sealed: ChunkBuffer
  private let salted: ChunkBuffer

  init(_ ciphertext: String, layout: ChunkLayout, leaves: LeafList, lock: ChunkLock) throws(StatementsError) {
    self.layout = layout
    self.leaves = leaves
    self.lock = lock
    self.ciphertext = try OpenFile(ciphertext, .read)
    sealed = ChunkBuffer(size: layout.sealedChunkSize)
    salted = ChunkBuffer(size: ChunkLayout.saltSize + layout.chunkSize)
  }

  /// The chunk as described, valid until the next call, or `nil` when the sealed chunk holds anything else.
  func open(_ chunk: Int) throws(StatementsError) -> UnsafeRawBufferPointer? {
    let opened = salted.first(ChunkLayout.saltSize + layout.length(of: chunk))
    guard lock.open(try read(chunk), at: chunk, into: opened),
      leaves.has(ContentTree.leaf(chunk, salted: UnsafeRawBufferPointer(opened)), at: chunk)
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: opened[ChunkLayout.saltSize...])
  }

  /// `z_j` as it is in the file, valid until the next call.
  func read(_ chunk: Int) throws(StatementsError) -> UnsafeRawBufferPointer {
    let bytes = sealed.first(layout.sealedLength(of: chunk))
    guard try ciphertext.read(at: layout.sealedOffset(of: chunk), into: bytes) == bytes.count else {
      throw StatementsError(
        .damagedDelivery, "\(ciphertext.path) is shorter than the ciphertext that was checked: load it again")
    }
    return UnsafeRawBufferPointer(bytes)
  }
}
