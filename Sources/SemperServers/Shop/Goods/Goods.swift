import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperStatements

/// The contents that the shop can deliver, and their ciphertext for each exchange.
final class Goods: GoodsDesk {
  /// Sealed chunks that are made at a time for a download: about a MiB.
  private static let chunksInPiece = 16

  private let bySlug: [String: PreparedContent]
  private let byRoot: [Digest: PreparedContent]
  private let threads: WorkThreads
  private let workers: Int

  init(_ contents: [String: PreparedContent], threads: WorkThreads, workers: Int) {
    bySlug = contents
    byRoot = Dictionary(contents.values.map { ($0.description.root, $0) }) { first, _ in first }
    self.threads = threads
    self.workers = workers
  }

  func content(of slug: String) -> PreparedContent? { bySlug[slug] }

  func locked(
    _ content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) async throws -> LockedData {
    let sealer = ContentSealer(try prepared(content), opening: opening, exchange: exchange)
    let workers = workers
    return try await withTaskExecutorPreference(threads) { try await sealer.lockedData(workers: workers) }
  }

  /// The ciphertext of one exchange as a download that can be resumed anywhere.
  func ciphertext(
    of content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) throws(Refusal) -> RangedReply {
    let sealer = ContentSealer(try prepared(content), opening: opening, exchange: exchange)
    let threads = threads
    return RangedReply(
      total: Int(sealer.length), contentType: "application/octet-stream",
      pieceSize: content.layout.sealedChunkSize * Self.chunksInPiece
    ) { offset, count in
      try await withTaskExecutorPreference(threads) {
        var bytes = [UInt8]()
        bytes.reserveCapacity(count)
        for try await piece in try sealer.pieces(Int64(offset)..<Int64(offset + count)) { bytes += piece }
        return bytes
      }
    }
  }

  func leaves(of content: ContentDescription) throws(Refusal) -> RangedReply {
    let leaves = try prepared(content).leaves.bytes
    return RangedReply(total: leaves.count, contentType: "application/octet-stream") { offset, count in
      Array(leaves[offset..<offset + count])
    }
  }

  private func prepared(_ content: ContentDescription) throws(Refusal) -> PreparedContent {
    guard let prepared = byRoot[content.root] else {
      throw Refusal(.goodsInvalid, blame: .us, "the shop no longer has the content of this offer")
    }
    return prepared
  }
}
