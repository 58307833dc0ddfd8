import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import Synchronization

/// The newest key list that the purse has seen, in memory and in the archive. A list that is older than one seen before
/// is refused: it could be meant to mark this wallet's coins.
final class KeyListCache: Sendable {
  private let kept = Mutex<MintKeys?>(nil)

  /// The list, fetched anew when none of its keys issues any more.
  func keys(_ client: MintClient, _ records: any Records, now: Timestamp) async throws -> MintKeys {
    if let keys = kept.withLock({ $0 }), !keys.issuing(at: now).isEmpty { return keys }
    let known = try await stored(client, records)
    if let known, !known.issuing(at: now).isEmpty {
      kept.withLock { $0 = known }
      return known
    }
    return try await fetch(client, records, known, now)
  }

  /// The list fetched anew in any case.
  func refreshed(_ client: MintClient, _ records: any Records, now: Timestamp) async throws -> MintKeys {
    try await fetch(client, records, try await stored(client, records), now)
  }

  private func fetch(
    _ client: MintClient, _ records: any Records, _ known: MintKeys?, _ now: Timestamp
  ) async throws -> MintKeys {
    let fresh = try await client.keys(now: now)
    if let known { try require(fresh.list, follows: known.list) }
    let bytes = fresh.list.signed.canonicalBytes
    try await records.transact { try $0.set(bytes, for: PurseTables.listKey, in: PurseTables.lists) }
    kept.withLock { $0 = fresh }
    return fresh
  }

  /// A list that this wallet has seen stays true: what comes later is the same, or goes on from it.
  private func require(
    _ fresh: VerifiedStatement<MintKeyList>, follows known: VerifiedStatement<MintKeyList>
  ) throws(MintFailure) {
    let (number, last) = (fresh.content.number, known.content.number)
    guard number >= last, number > last || fresh.digest == known.digest else {
      throw MintFailure(.misbehaved, "the mint shows an older or another key list than before", refusal: nil)
    }
    do {
      if number == last + 1 {
        try fresh.content.require(follows: known)
      } else {
        try fresh.content.requireKeys(of: known.content)
      }
    } catch {
      throw MintFailure(.misbehaved, error.detail, refusal: error)
    }
  }

  private func stored(_ client: MintClient, _ records: any Records) async throws -> MintKeys? {
    let bytes = try await records.read { try $0.value(PurseTables.listKey, in: PurseTables.lists) }
    return try bytes.map { bytes in
      MintKeys(try VerifiedStatement(verifying: SignedStatement(bytes: bytes), keys: KeySet([client.mint])))
    }
  }
}
