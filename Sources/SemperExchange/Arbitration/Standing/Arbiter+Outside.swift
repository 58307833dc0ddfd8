import SemperArchive
import SemperCryptography
import SemperModel

// The checkpoint outside the store: what is decided leaves only when it stands there too, put there after nothing but what
// this instance has seen there before. So of two instances on copies of one store, one decides.
extension Arbiter {
  /// Sees whether somebody else has written to the place outside since we did.
  func lookOutside() async throws {
    guard let memory, standing.decides else { return }
    let before = life.noted
    guard let newest = try await memory.newest() else { return life.stop(.queryOnly(witnessed: nil)) }
    if newest.digest != before.digest { try await compare(newest, atLeast: before.size) }
  }

  /// Brings the place outside up to our log. Where another instance has been there first, nothing of what was decided
  /// since is shown to anybody, and nothing more is decided.
  func noteOutside(at now: Timestamp) async throws {
    guard let memory, standing.decides else { return }
    let signed = try await signedCheckpoint(at: now) { try $0.count(of: ArbiterLog.entries) }
    let size = signed.journalled(as: Checkpoint.self).head.size
    while standing.decides {
      // Read once, and before anything is waited for: a checkpoint that others of our own calls have passed meanwhile must
      // not take the place of a longer one.
      let before = life.noted
      guard size > before.size else { return }
      if try await records.read(NotedOutside.size) == nil { try await transact { try NotedOutside.set(0, in: $0) } }
      if try await memory.note(signed, after: before.digest) {
        life.note(signed.digest, size: size)
        try await transact { try NotedOutside.set(size, in: $0) }
      } else {
        try await lookOutside()
      }
    }
  }

  /// How many entries of the log others may see: all, or, with a place outside, those that have stood there too. An entry
  /// beyond may contradict what another instance has decided meanwhile.
  func shown(_ reader: any RecordReader) throws -> Int {
    let count = try reader.count(of: ArbiterLog.entries)
    guard memory != nil else { return count }
    return min(count, max(try NotedOutside.size(reader) ?? 0, life.noted.size))
  }

  /// - Parameter known: how many entries have stood outside before. With fewer there now somebody has put the place back,
  ///   and what another instance may have written there is lost.
  func compare(_ newest: SignedStatement, atLeast known: Int) async throws {
    let checkpoint = try VerifiedStatement<Checkpoint>(
      verifying: newest, keys: KeySet([signingKey.publicKey])
    ).content
    if checkpoint.head.size >= known, try await contains(checkpoint.head) {
      life.note(newest.digest, size: checkpoint.head.size)
    } else {
      life.stop(.queryOnly(witnessed: checkpoint.head.size))
    }
  }

  /// Whether our log begins with what has this head.
  func contains(_ head: LogHead) async throws -> Bool {
    try await records.read { try ArbiterLog.root(of: head.size, $0) } == head.root
  }
}
