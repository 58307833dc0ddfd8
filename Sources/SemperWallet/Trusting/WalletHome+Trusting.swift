import SemperArchive
import SemperArchiveSQLite
import SemperCertification
import SemperEngine
import SemperModel

extension WalletHome {
  /// Whose evaluations count, and from where services are downloaded.
  public var trust: WalletTrust { WalletTrust(records: home.archive.records) }

  /// What the wallet has found out about the terms of an offer, and what the owner's policy says: what `open` will judge by.
  ///
  /// - Parameter accepted: the terms that the owner has read.
  public func appraise(_ found: FoundOffer, accepting accepted: AcceptedTerms? = nil) async throws -> ServiceAppraisal {
    try await deals.appraise(found, accepting: accepted)
  }

  /// Looks at the pinned directory now. Throws what a look at an offer would be told; does nothing where none is pinned.
  public func lookAtDirectory() async throws {
    try await trust.client(over: transport)?.refresh(at: await time.now())
  }
}
