import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// Where both sides' data lies, sealed and opened by the code that ships.
struct PieceShelf: ItemSource, ItemSink {
  let goods: Goods

  func locked(_ item: DescribedItem, exchange: Digest, opening: ItemOpening) async throws -> LockedData {
    try await goods.locked(.described, exchange: exchange, opening: opening)
  }

  func prepare(_ item: DescribedItem, exchange: Digest) async throws {}
  func take(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws { throw Absent() }

  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws {
    guard goods.isThere(locked) else { throw Absent() }
  }

  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    try await goods.check(locked, exchange: exchange, opening: opening)
  }

  /// No arbiter asks for anything where pieces are exchanged.
  func ciphertext(
    of item: DescribedItem, exchange: Digest, opening: ItemOpening
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw Absent() }
  func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw Absent() }
}

/// What does not come, however often it is asked for.
struct Absent: Error {}
