import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments

// The log as others see it: checkpoints, proofs and cosignatures.
extension Arbiter {
  /// A signed checkpoint of the log, as much of it as others may see. While the arbiter waits for a witness it names this
  /// start. Refused with `notFound` while there is no entry.
  public func checkpoint(at clock: Timestamp) async throws -> SignedStatement {
    try await signedCheckpoint(at: clock) { try shown($0) }
  }

  func signedCheckpoint(
    at clock: Timestamp, of size: @escaping @Sendable (any RecordReader) throws -> Int
  ) async throws -> SignedStatement {
    let head = try await records.read { try ArbiterLog.head(of: size($0), $0) }
    guard let head else { throw Refusal(.notFound, blame: .peer, "the log has no entry yet") }
    return try SignedStatement(
      Checkpoint(log: signingKey.thumbprint, head: head, issued: life.time(clock), start: life.challenge),
      signedBy: [signingKey])
  }

  /// A proof that the entry with this number stands under a fresh checkpoint. Refused with `notFound` when there is none.
  public func inclusion(of number: Int, at clock: Timestamp) async throws -> InclusionProof {
    let signed = try await checkpoint(at: clock)
    let size = signed.journalled(as: Checkpoint.self).head.size
    guard let path = try await records.read({ try ArbiterLog.inclusion(of: number, in: size, $0) }) else {
      throw Refusal(.notFound, blame: .peer, "the log has \(size) entries; they count from 0")
    }
    return InclusionProof(checkpoint: signed, number: number, path: path)
  }

  /// The number of the last decision on an exchange. Refused with `notFound` when there is none.
  public func number(of exchange: Digest) async throws -> Int {
    guard let bytes = try await records.read({ try $0.value(exchange.bytes, in: Self.table) }) else {
      throw Refusal(.notFound, blame: .peer, "nobody has asked this arbiter to decide this exchange")
    }
    return try ArbiterRecord(canonicalBytes: bytes).current.number
  }

  /// A proof that the log of one size begins the log of the other. Refused with `notFound` when there are no such sizes.
  public func consistency(from earlier: Int, to later: Int) async throws -> ConsistencyProof {
    let path = try await records.read { reader in
      try later <= shown(reader) ? try ArbiterLog.consistency(from: earlier, to: later, reader) : nil
    }
    guard let path else {
      throw Refusal(.notFound, blame: .peer, "give two sizes of the log, from 1 up to what the checkpoint says")
    }
    return ConsistencyProof(from: earlier, to: later, path: path)
  }

  /// The last checkpoint that each witness has cosigned.
  public func witnessed() async throws -> [WitnessedCheckpoint] {
    try await records.read { reader in
      try reader.list(Self.cosignatures, prefix: [], after: nil, limit: 64)
        .map { try WitnessedCheckpoint(canonicalBytes: $0.value) }
    }
  }
}
