import SemperArchive
import SemperEngine
public import SemperModel

extension BuyerDeals {
  /// What is known of the terms of an offer, and what the owner's policy for services says. Changes nothing but what is remembered of the
  /// directory and of evaluators' lists.
  public func appraise(_ found: FoundOffer, accepting accepted: AcceptedTerms? = nil) async throws -> ServiceAppraisal {
    try await ServiceAppraiser(
      records: around.archive.records, transport: around.transport, policy: around.services
    ).appraise(found, accepted, at: await around.time.now())
  }

  /// With what a deal began; `nil` for one from before there were appraisals.
  public func appraisal(of deal: ID<Deal>) async throws -> ServiceAppraisal? {
    try await ServiceRecords(records: around.archive.records).appraisal(of: deal)
  }
}
