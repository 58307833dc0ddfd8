import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTesting

/// A deal that has ended, and the bundles that can be made of it.
struct Proceedings: Sendable {
  let fair: Fair
  let items: [EvidenceItem]

  /// The seller's evidence, or the buyer's, of a deal with some trouble.
  static func of(_ side: DealSide, _ trouble: Trouble = Trouble()) async throws -> Proceedings {
    let fair = try await Fair()
    let held = try await DealEnd.law(fair, trouble).uncrashed()
    return Proceedings(fair: fair, items: side == .buyer ? held.buyerItems : held.sellerItems)
  }

  func bundle(adding more: [SignedStatement] = [], without kinds: Set<StatementKind> = []) throws -> EvidenceBundle {
    let more = more.map { EvidenceItem(deal: fair.deal, form: $0.kind.headerType, bytes: $0.canonicalBytes) }
    return try EvidenceBundle(
      deal: fair.deal, items: (items + more).filter { item in !kinds.contains { $0.headerType == item.form } },
      roles: fair.roles.filter { !kinds.contains($0.kind) })
  }

  func judge(_ bundle: EvidenceBundle) -> EvidenceReport {
    EvidenceJudge.judge(bundle.canonicalBytes, trust: fair.trust)
  }

  /// The bundle's bytes after its list of statements has been changed as JSON.
  func bytes(_ bundle: EvidenceBundle, changing change: ([JSON]) -> [JSON]) throws -> [UInt8] {
    guard case .object(let object) = bundle.json, case .array(let statements)? = object["statements"] else { return [] }
    return CanonicalJSON.encode(.object(object.with("statements", .array(change(statements)))))
  }
}
