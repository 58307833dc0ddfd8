public import SemperArchive
import SemperCoding
public import SemperModel

/// Ciphertexts as blobs named by their root ζ. Only whole ciphertexts that lead to ζ get such a name.
public struct SealedDataFiles: SealedDataStore {
  /// The most that `bytes` loads: 16 MiB of content with what sealing adds.
  static let largestLoaded: Int64 = (16 << 20) + 256 * Int64(ChunkLayout.sealingOverhead)

  private let blobs: any BlobStore

  public init(_ blobs: any BlobStore) { self.blobs = blobs }

  public func holds(_ locked: LockedData) async throws -> Bool {
    guard let file = try? OpenFile(blobs.path(of: locked.root), .read) else { return false }
    return try file.read(at: locked.length - 1, count: 2).count == 1
  }

  public func bytes(of locked: LockedData) async throws -> [UInt8]? {
    guard locked.length <= Self.largestLoaded, try await holds(locked) else { return nil }
    return try OpenFile(blobs.path(of: locked.root), .read).read(at: 0, count: Int(locked.length))
  }

  /// Takes a ciphertext in, durably. Does nothing when it is here already.
  ///
  /// Refuses with `goodsInvalid` bytes that do not lead to ζ.
  public func keep(_ sealed: SealedContent, as locked: LockedData) async throws {
    guard try await !holds(locked) else { return }
    let path = blobs.partialPath(named: "sealed-" + Base64URL.encode(locked.root.bytes))
    do {
      let file = try OpenFile(path, .write)
      try file.resize(to: 0)
      try file.write(sealed.bytes, at: 0)
      try file.synchronize()
    }
    try blobs.keep(partial: path, as: locked.root)
  }

  /// So many bytes of a ciphertext that is here, from an offset; `nil` when it is not here or is shorter.
  public func read(_ locked: LockedData, at offset: Int64, count: Int) throws -> [UInt8]? {
    guard offset >= 0, count >= 0, let file = try? OpenFile(blobs.path(of: locked.root), .read) else { return nil }
    let bytes = try file.read(at: offset, count: count)
    return bytes.count == count ? bytes : nil
  }

  public func remove(_ locked: LockedData, from sources: [Digest], andWhole: Bool) async throws {
    if andWhole { try OpenFile.remove(blobs.path(of: locked.root)) }
    for source in sources { try OpenFile.remove(partialPath(locked, from: source)) }
  }

  /// Where the ciphertext grows while it arrives from a source.
  func partialPath(_ locked: LockedData, from source: Digest) -> String {
    blobs.partialPath(
      named: "upload-" + Base64URL.encode(locked.root.bytes) + "-" + Base64URL.encode(source.bytes))
  }
}
