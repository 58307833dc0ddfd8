import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperServers
import SemperStatements

/// Sells what the offer describes and delivers something of the same size: well-formed ciphertext of other bytes, to which
/// it commits, so that nothing is wrong before it is opened.
struct GarbageDesk: GoodsDesk {
  let honest: any GoodsDesk

  func locked(
    _ content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) async throws -> LockedData {
    let genuine = try await honest.locked(content, exchange: exchange, opening: opening)
    let sealed = try await bytes(of: content, exchange, opening)
    let layout = content.layout
    var leaves = [Digest]()
    var start = 0
    while start < sealed.count {
      let end = min(start + layout.sealedChunkSize, sealed.count)
      leaves.append(Self.leaf(UInt64(leaves.count), sealed[start..<end]))
      start = end
    }
    var root = PurposeHasher(for: .cipherRoot)
    root.update(UInt64(layout.sealedLength))
    root.update(UInt64(layout.chunks))
    root.update(MerkleTree(nodes: .cipherNode).root(of: leaves).bytes)
    return try LockedData(
      json: .fields([
        "chunks": genuine.chunks.json, "length": genuine.length.json, "root": root.finalize().json,
      ]))
  }

  func ciphertext(
    of content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) async throws -> RangedReply {
    let sealed = try await bytes(of: content, exchange, opening)
    return RangedReply(total: sealed.count, contentType: "application/octet-stream") { offset, count in
      Array(sealed[offset..<offset + count])
    }
  }

  func leaves(of content: ContentDescription) throws(Refusal) -> RangedReply { try honest.leaves(of: content) }

  /// The same garbage for each call about one exchange.
  private func bytes(
    of content: ContentDescription, _ exchange: Digest, _ opening: ItemOpening
  ) async throws -> [UInt8] {
    var state = exchange.bytes.reduce(UInt64(1)) { $0 &* 31 &+ UInt64($1) } | 1
    return (0..<Int(content.layout.sealedLength)).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state)
    }
  }

  private static func leaf(_ index: UInt64, _ chunk: ArraySlice<UInt8>) -> Digest {
    var hasher = PurposeHasher(for: .cipherLeaf)
    hasher.update(index)
    hasher.update(chunk)
    return hasher.finalize()
  }
}
