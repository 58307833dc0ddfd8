public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// A witness of arbiters' logs: cosigns a checkpoint only if it extends what it has seen of that log before.
///
/// What it remembers never goes back: the memory moves in one transaction, from one head to an extension of it, before
/// the cosignature leaves. Its store must not be put back to an older state, as no arbiter's may.
public struct LogWitness: Sendable {
  private static let table = RecordTable("witnessed_logs")
  private static let contradictions = RecordTable("witnessed_contradictions")
  private let records: any Records
  private let key: SigningKey

  public init(records: any Records, key: SigningKey) {
    self.records = records
    self.key = key
  }

  public var publicKey: PublicKey { key.publicKey }

  /// What was last cosigned of this log.
  public func last(of log: Thumbprint) async throws -> WitnessedCheckpoint? {
    try await records.read { try $0.value(log.bytes, in: Self.table) }.map {
      try WitnessedCheckpoint(canonicalBytes: $0)
    }
  }

  /// The last checkpoint of this log that did not extend what was cosigned before, if there ever was one. With `last` it is what
  /// others can be shown.
  public func contradiction(of log: Thumbprint) async throws -> SignedStatement? {
    try await records.read { try $0.value(log.bytes, in: Self.contradictions) }.map {
      try SignedStatement(canonicalBytes: $0)
    }
  }

  /// Cosigns a checkpoint of the log that this key signs; the same head anew where the arbiter asks for that after a start.
  ///
  /// Refuses with `proofInvalid` a log that has shrunk, has another root for the same size, or does not prove that it
  /// grew from what was seen before; the checkpoint is kept then as `contradiction`, and what was seen stays. The first
  /// checkpoint ever seen is believed.
  ///
  /// - Parameter proof: from the size last cosigned to that of the checkpoint; needed when it has grown.
  public func cosign(
    _ signed: SignedStatement, of log: PublicKey, proof: ConsistencyProof?, at now: Timestamp
  ) async throws -> WitnessedCheckpoint {
    let checkpoint = try VerifiedStatement<Checkpoint>(verifying: signed, keys: KeySet([log])).content
    guard checkpoint.log == log.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "the checkpoint is of another log")
    }
    let cosignature = Cosignature(
      log: checkpoint.log, head: checkpoint.head, witness: key.publicKey, issued: now, start: checkpoint.start)
    let made = WitnessedCheckpoint(
      checkpoint: signed, cosignature: try SignedStatement(cosignature, signedBy: [key]))
    do {
      return try await remember(made, checkpoint, proof)
    } catch let refusal as Refusal where refusal.code == .proofInvalid {
      try await records.transact { transaction in
        try transaction.set(signed.canonicalBytes, for: checkpoint.log.bytes, in: Self.contradictions)
      }
      throw refusal
    }
  }

  /// Moves the memory forward in one transaction, or refuses to.
  private func remember(
    _ made: WitnessedCheckpoint, _ checkpoint: Checkpoint, _ proof: ConsistencyProof?
  ) async throws -> WitnessedCheckpoint {
    try await records.transact { transaction in
      guard let stored = try transaction.value(checkpoint.log.bytes, in: Self.table) else {
        guard try transaction.insert(made.canonicalBytes, for: checkpoint.log.bytes, in: Self.table) else {
          preconditionFailure("a record appeared inside a serial transaction")
        }
        return made
      }
      let seen = try WitnessedCheckpoint(canonicalBytes: stored)
      let last = seen.checkpoint.journalled(as: Checkpoint.self).head
      if checkpoint.head == last {
        if checkpoint.start == nil { return seen }
      } else {
        try Self.check(checkpoint.head, extends: last, proof)
      }
      guard
        try transaction.replace(stored, with: made.canonicalBytes, for: checkpoint.log.bytes, in: Self.table)
      else { preconditionFailure("a record changed inside a serial transaction") }
      return made
    }
  }

  private static func check(
    _ head: LogHead, extends last: LogHead, _ proof: ConsistencyProof?
  ) throws(Refusal) {
    guard head.size >= last.size else {
      throw Refusal(
        .proofInvalid, blame: .peer,
        "the log has shrunk: \(last.size) entries were witnessed, \(head.size) are shown now; keep both checkpoints")
    }
    guard head.size > last.size else {
      throw Refusal(
        .proofInvalid, blame: .peer, "the log has two roots for \(head.size) entries: both checkpoints convict it")
    }
    guard let proof, proof.holds(from: last, to: head) else {
      throw Refusal(
        .proofInvalid, blame: .peer,
        "the log does not prove that its \(head.size) entries begin with the \(last.size) witnessed; keep both checkpoints"
      )
    }
  }
}
