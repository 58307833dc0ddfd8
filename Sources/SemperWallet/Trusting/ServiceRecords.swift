import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms

/// What a wallet keeps of the services of its deals: with which appraisal each deal began, and the last terms of each service of a seller,
/// so that a change is noticed.
struct ServiceRecords: Sendable {
  private static let appraisals = RecordTable("service_appraisals")
  private static let terms = RecordTable("service_terms")

  let records: any Records

  /// Notes both, in the transaction that begins the deal.
  static func note(
    _ appraisal: ServiceAppraisal, of terms: VerifiedStatement<TermsOfBusiness>, for deal: ID<Deal>,
    in transaction: any RecordTransaction
  ) throws {
    try transaction.set(appraisal.canonicalBytes, for: deal.bytes, in: appraisals)
    try transaction.set(terms.signed.canonicalBytes, for: key(terms.content), in: Self.terms)
  }

  /// `nil` for a deal from before there were appraisals.
  func appraisal(of deal: ID<Deal>) async throws -> ServiceAppraisal? {
    try await records.read { try $0.value(deal.bytes, in: Self.appraisals) }
      .map { try ServiceAppraisal(canonicalBytes: $0) }
  }

  /// The service of the last deal under this name with this seller, and what is other now; `nil` where it is the same, or the first.
  func earlier(than terms: VerifiedStatement<TermsOfBusiness>) async throws -> EarlierService? {
    let key = Self.key(terms.content)
    guard let bytes = try await records.read({ try $0.value(key, in: Self.terms) }) else { return nil }
    let known = try SignedStatement(bytes: bytes)
    guard known.digest != terms.digest else { return nil }
    let before = known.journalled(as: TermsOfBusiness.self)
    let changes = try TermsChecker.changes(from: before.authored, to: terms.content.authored)
    return EarlierService(
      service: known.digest, version: before.version, changes: changes.map(EarlierService.Change.init))
  }

  private static func key(_ terms: TermsOfBusiness) -> [UInt8] { terms.seller.bytes + Array(terms.service.utf8) }
}
