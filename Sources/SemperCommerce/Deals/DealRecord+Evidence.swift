import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

extension DealRecord {
  /// Before the form of a statement that the terms did not allow: it is kept, and is no part of the deal's chain.
  static let refusedPrefix = "refused "

  func evidenceItem(_ statement: SignedStatement, isRefused: Bool = false) -> EvidenceItem {
    EvidenceItem(
      deal: opening.deal, form: (isRefused ? Self.refusedPrefix : "") + statement.kind.headerType,
      bytes: statement.canonicalBytes)
  }

  /// What has become evidence since the record was `earlier`. A draft waits for its last signature, or for the end.
  func news(since earlier: DealRecord?, isFinished: Bool) -> [EvidenceItem] {
    let known = Set(earlier?.evidence.filter(\.isComplete) ?? [])
    return evidence.filter { ($0.isComplete || isFinished) && !known.contains($0) }.map { evidenceItem($0) }
      + refused.dropFirst(earlier?.refused.count ?? 0).map { evidenceItem($0, isRefused: true) }
  }

  /// Everything that belongs into the archive once the deal has ended.
  var allEvidence: [EvidenceItem] { news(since: nil, isFinished: true) }
}
