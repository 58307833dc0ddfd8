/// The seller's chunks, each behind its salt, read into a buffer of its own.
struct SaltedChunkReader: ~Copyable {
  private let layout: ChunkLayout
  private let secret: ContentSecret
  private let buffer: ChunkBuffer
  private var files: ContentFiles

  init(_ manifest: ContentManifest, in directory: String, secret: ContentSecret) {
    layout = ChunkLayout(length: manifest.length)
    self.secret = secret
    buffer = ChunkBuffer(size: ChunkLayout.saltSize + layout.chunkSize)
    files = ContentFiles(of: manifest, in: directory, .read)
  }

  /// Salt ‖ chunk, valid until the next call.
  mutating func read(_ chunk: Int) throws(StatementsError) -> UnsafeRawBufferPointer {
    let salted = buffer.first(ChunkLayout.saltSize + layout.length(of: chunk))
    salted.copyBytes(from: secret.salt(of: chunk))
    try files.read(at: layout.offset(of: chunk), into: .init(rebasing: salted[ChunkLayout.saltSize...]))
    return UnsafeRawBufferPointer(salted)
  }
}
