import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// A seller that signs ζ over a ciphertext of its choice. Written from the specification, not with the code under test.
struct Cheater {
  let sale: Sale
  var sealed: [[UInt8]]

  init(_ sale: Sale) {
    self.sale = sale
    sealed = stride(from: 0, to: sale.ciphertext.count, by: Sale.sealedChunk).map {
      Array(sale.ciphertext[$0..<min($0 + Sale.sealedChunk, sale.ciphertext.count)])
    }
  }

  var ciphertext: [UInt8] { Array(sealed.joined()) }

  var leaves: [SemperModel.Digest] {
    sealed.enumerated().map { index, bytes in
      var hasher = PurposeHasher(for: .cipherLeaf)
      hasher.update(UInt64(index))
      hasher.update(bytes)
      return hasher.finalize()
    }
  }

  var locked: LockedData {
    get throws {
      var hasher = PurposeHasher(for: .cipherRoot)
      hasher.update(UInt64(sale.locked.length))
      hasher.update(UInt64(sealed.count))
      hasher.update(MerkleTree(nodes: .cipherNode).root(of: leaves).bytes)
      return try LockedData(
        json: .fields([
          "chunks": sealed.count.json, "length": sale.locked.length.json, "root": hasher.finalize().json,
        ]))
    }
  }

  /// Salt ‖ chunk as the honest seller would seal it.
  func salted(_ chunk: Int) throws -> [UInt8] {
    var plain = [UInt8](repeating: 0, count: sealed[chunk].count - ChunkCipher.tagSize)
    let opens = sealed[chunk].withUnsafeBytes { sealed in
      plain.withUnsafeMutableBytes {
        ChunkCipher(key: sale.opening.bytes).open(
          sealed, at: UInt64(chunk), authenticating: context(chunk), into: $0)
      }
    }
    precondition(opens, "the chunk was honest before")
    return plain
  }

  /// Replaces a chunk by another one that opens well.
  mutating func reseal(_ chunk: Int, _ salted: [UInt8]) throws {
    var bytes = [UInt8](repeating: 0, count: salted.count + ChunkCipher.tagSize)
    let context = context(chunk)
    try salted.withUnsafeBytes { plain in
      try bytes.withUnsafeMutableBytes {
        try ChunkCipher(key: sale.opening.bytes).seal(
          plain, at: UInt64(chunk), authenticating: context, into: $0)
      }
    }
    sealed[chunk] = bytes
  }

  private func context(_ chunk: Int) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(value).bigEndian) { Array($0) } }
    return DigestPurpose.chunk.tag + sale.exchange.bytes + number(chunk) + number(sealed.count)
  }

  func proof(
    of chunk: Int, sealed other: [UInt8]? = nil, leaf: SemperModel.Digest? = nil
  ) -> ProofOfMisbehaviour {
    ProofOfMisbehaviour(
      chunk: chunk, sealed: other ?? sealed[chunk],
      cipherPath: MerkleTree(nodes: .cipherNode).path(to: chunk, in: leaves),
      leaf: leaf ?? contentLeaves[chunk],
      contentPath: MerkleTree(nodes: .contentNode).path(to: chunk, in: contentLeaves))
  }

  var contentLeaves: [SemperModel.Digest] {
    let bytes = sale.content.leaves.bytes
    return stride(from: 0, to: bytes.count, by: 32).compactMap { try? Digest(bytes: Array(bytes[$0..<$0 + 32])) }
  }
}
