public import SemperArchive
import SemperCertification
import SemperCoding
public import SemperCommunication
import SemperCryptography
import SemperModel

/// What the owner of a wallet has said about services, durably: whose evaluations count, and from which directory services are
/// downloaded. Nothing of it comes from a shop or from the directory itself.
public struct WalletTrust: Sendable {
  private static let table = RecordTable("service_trust")
  private static let evaluators = Array("evaluators".utf8)
  private static let directory = Array("directory".utf8)

  private let records: any Records

  public init(records: any Records) { self.records = records }

  public func evaluators() async throws -> EvaluatorTrust {
    try await records.read { try Self.evaluators(in: $0) }
  }

  /// Changes the list in one transaction, and returns it.
  public func change(
    _ change: @escaping @Sendable (inout EvaluatorTrust) throws -> Void
  ) async throws -> EvaluatorTrust {
    try await records.transact { transaction in
      var trust = try Self.evaluators(in: transaction)
      try change(&trust)
      try transaction.set(trust.canonicalBytes, for: Self.evaluators, in: Self.table)
      return trust
    }
  }

  private static func evaluators(in reader: any RecordReader) throws -> EvaluatorTrust {
    try reader.value(evaluators, in: table).map { try EvaluatorTrust(canonicalBytes: $0) } ?? EvaluatorTrust()
  }

  public func directory() async throws -> PinnedDirectory? {
    try await records.read { try $0.value(Self.directory, in: Self.table) }
      .map { try PinnedDirectory(canonicalBytes: $0) }
  }

  /// Downloads services from a directory from now on, beginning with a root that came another way than from itself. The same root at
  /// another address is a mirror of the same directory. Refuses (`idReused`, blame on us) another root while one is trusted.
  public func pin(_ address: Address, root: [UInt8]) async throws {
    try await ServiceDirectoryClient(UnaskedDirectory(), records: records).begin(trusting: root)
    let pinned = PinnedDirectory(address: address, root: Digest(plain: root))
    try await records.transact { try $0.set(pinned.canonicalBytes, for: Self.directory, in: Self.table) }
  }

  /// Asks no directory any more, and forgets what was known of it. Whether there was one.
  public func forgetDirectory() async throws -> Bool {
    let was = try await directory() != nil
    try await ServiceDirectoryClient(UnaskedDirectory(), records: records).forget()
    try await records.transact { try $0.remove(Self.directory, in: Self.table) }
    return was
  }

  /// The pinned directory with what is known of it; `nil` where none is pinned.
  public func knownDirectory() async throws -> KnownDirectory? {
    guard let pinned = try await directory(),
      let trusted = try await ServiceDirectoryClient(UnaskedDirectory(), records: records).trusted()
    else { return nil }
    return KnownDirectory(
      pinned: pinned, rootVersion: trusted.root.content.version, rootExpires: trusted.root.content.expires,
      goodUntil: trusted.timestamp?.content.expires)
  }

  /// The client of the pinned directory; `nil` where none is pinned.
  func client(over transport: any Transport) async throws -> ServiceDirectoryClient? {
    try await directory().map {
      ServiceDirectoryClient(RemoteDirectory(transport, at: $0.address, within: Self.patience), records: records)
    }
  }

  /// For one file; a purchase waits for several.
  private static let patience = Span(seconds: 10)
}

/// For what is done without asking the directory.
private struct UnaskedDirectory: DirectorySource {
  func file(_ path: String, largest: Int) async throws -> [UInt8]? { nil }
}
