public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// The newest status list of each evaluator that this home has seen, so that an older one, which would hide a withdrawal, is
/// never believed again.
public struct EvaluationStatusRecords: Sendable {
  private static let table = RecordTable("evaluation_status")
  private let records: any Records

  public init(records: any Records) { self.records = records }

  /// Remembers a list and returns the one that now counts. Verifies it first; says nothing about trust in its evaluator.
  ///
  /// Refuses what `VerifiedStatement` refuses, and with `rolledBack` a list that does not come after the remembered one.
  public func accept(_ status: SignedStatement) async throws -> SignedStatement {
    let verified = try VerifiedStatement<EvaluationStatus>(verifying: status, keys: KeySet())
    let key = verified.content.evaluator.thumbprint.bytes
    return try await records.transact { transaction in
      if let bytes = try transaction.value(key, in: Self.table) {
        let known = try SignedStatement(bytes: bytes)
        guard known.digest != status.digest else { return known }
        // Verified when it was remembered.
        try verified.content.requireFollowing(VerifiedStatement<EvaluationStatus>.content(of: known))
      }
      try transaction.set(status.canonicalBytes, for: key, in: Self.table)
      return status
    }
  }

  /// The list remembered of an evaluator.
  public func newest(of evaluator: PublicKey) async throws -> SignedStatement? {
    try await records.read { reader in
      try reader.value(evaluator.thumbprint.bytes, in: Self.table).map { try SignedStatement(bytes: $0) }
    }
  }
}
