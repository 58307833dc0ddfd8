package import SemperCommerce
package import SemperCommunication
package import SemperCryptography
package import SemperModel
package import SemperStatements

/// Where a shop's goods are handed out: locked for an exchange, as ciphertext in any range, and as the list of leaves.
package protocol GoodsDesk: GoodsSource {
  func ciphertext(
    of content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) async throws -> RangedReply
  func leaves(of content: ContentDescription) throws(Refusal) -> RangedReply
}
