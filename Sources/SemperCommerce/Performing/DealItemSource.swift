import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// The goods that an offer describes, as the data that its exchange gives.
struct DealItemSource: ItemSource {
  let goods: any GoodsSource
  let content: ContentDescription

  func locked(_ item: DescribedItem, exchange: Digest, opening: ItemOpening) async throws -> LockedData {
    guard item.description == .data(content.summary) else {
      throw Refusal(.goodsMissing, blame: .us, "the goods of this offer are not the data at \(item.path)")
    }
    return try await goods.locked(content, exchange: exchange, opening: opening)
  }

  /// An arbiter keeps what a second party gives and checks small data; terms of business have goods of any size, given
  /// first.
  func ciphertext(
    of item: DescribedItem, exchange: Digest, opening: ItemOpening
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    throw Refusal(.outsideTerms, blame: .us, "the terms of this business leave no goods with the arbiter")
  }
}
