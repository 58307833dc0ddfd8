public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperStatements

/// The buyer's side of delivered data.
public protocol GoodsSink: Sendable {
  /// Fetches the ciphertext and the leaf list completely and checks both against the commitments. Throws a `Refusal`
  /// when they do not fit; anything else thrown is tried again.
  func fetch(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: Digest
  ) async throws
  /// Opens what was fetched, checks every chunk and puts the files in place; the proof when a chunk is bad.
  func open(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: Digest,
    opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour?
  /// What lies opened in the place of the goods. Refuses with `goodsMissing` files that are not there as they were opened, and
  /// says what to do.
  func opened(_ content: ContentDescription, deal: ID<Deal>) async throws -> ItemParticulars
}
