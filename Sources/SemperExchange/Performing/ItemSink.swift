public import SemperCryptography
public import SemperModel
public import SemperStatements

/// Where the peer's data arrives, whatever its size.
public protocol ItemSink: Sendable {
  /// Takes what describes the peer's data, before this side gives anything: with that and the ciphertext, from whomever it comes, the
  /// data can be opened without the peer. Throws a `Refusal` when it is not what was agreed; anything else thrown is tried again.
  func prepare(_ item: DescribedItem, exchange: Digest) async throws
  /// As `fetch`, of a ciphertext that somebody else has kept.
  func take(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws
  /// Fetches the ciphertext completely and checks it against its root, and what describes its chunks against the root of
  /// the content. Throws a `Refusal` when they do not fit; anything else thrown is tried again.
  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws
  /// Opens what was fetched and puts it in place; the proof when it is not what was described. Mail is never that: it is
  /// whatever it opens to.
  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour?
  /// What was fetched, for the arbiter; what has been lost since is fetched again.
  func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error>
}
