public import SemperEngine

/// Everything one home remembers. One home is one role instance, one file or schema, one tenant and one writer.
public protocol Archive: Sendable {
  var journal: any Journal { get }
  var evidence: any EvidenceLog { get }
  var records: any Records { get }
  var keys: any KeyStore { get }

  /// One transaction over journal, evidence and records, under the rules of `Records.transact`: what belongs together becomes
  /// durable together, and with one write to the disk.
  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any ArchiveTransaction) throws -> Result
  ) async throws -> Result
}
