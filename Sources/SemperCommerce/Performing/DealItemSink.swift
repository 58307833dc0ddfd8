import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// Where the goods that an offer describes arrive.
struct DealItemSink: ItemSink {
  let goods: any GoodsSink
  let content: ContentDescription
  let deal: ID<Deal>

  /// The offer has described them.
  func prepare(_ item: DescribedItem, exchange: Digest) async throws {}

  func take(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws {
    throw Refusal(.outsideTerms, blame: .us, "the terms of this business leave no goods with the arbiter")
  }

  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws {
    try await goods.fetch(content, locked: locked, deal: deal, exchange: exchange)
  }

  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    try await goods.open(content, locked: locked, deal: deal, exchange: exchange, opening: opening)
  }

  /// See `DealItemSource`.
  func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    throw Refusal(.outsideTerms, blame: .us, "the terms of this business leave no goods with the arbiter")
  }
}
