import SemperArchive

@testable import SemperCertification

/// How far a client has followed the root.
enum TrustedRootNumber {
  static func stored(in records: any Records) async throws -> Int {
    try await TrustRecords(records: records).load()?.directory.root.content.version ?? 0
  }
}
