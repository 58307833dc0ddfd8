import Glibc

/// Where one worker puts opened chunks: into new files, or against files that an earlier attempt has completed.
struct TargetFiles: ~Copyable {
  private let target: TargetDirectory
  /// Holds what is there already; `nil` when writing.
  private let found: ChunkBuffer?
  private var files: ContentFiles

  init(writing target: TargetDirectory) {
    self.target = target
    found = nil
    files = ContentFiles(of: target.manifest, in: target.staging, .write)
  }

  init(comparing target: TargetDirectory) {
    self.target = target
    found = ChunkBuffer(size: ChunkLayout(length: target.manifest.length).chunkSize)
    files = ContentFiles(of: target.manifest, in: target.path, .read)
  }

  mutating func put(_ chunk: UnsafeRawBufferPointer, at offset: Int64) throws(StatementsError) {
    guard let found else { return try files.write(chunk, at: offset) }
    let there = found.first(chunk.count)
    do {
      try files.read(at: offset, into: there)
    } catch {
      throw occupied
    }
    guard let one = there.baseAddress, let other = chunk.baseAddress, memcmp(one, other, chunk.count) == 0 else {
      throw occupied
    }
  }

  private var occupied: StatementsError {
    StatementsError(.targetOccupied, "\(target.path) holds something else: choose another directory")
  }
}
