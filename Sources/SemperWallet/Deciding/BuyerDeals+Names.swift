import SemperArchive
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

extension BuyerDeals {
  /// The seller's certified name, as it stood when the deal was opened.
  func sellerName(_ record: DealRecord) -> String {
    let identity = try? around.roles.identity(in: record.opening.offer, role: .seller, at: record.offer.issued)
    return identity?.subject.organisation ?? record.offer.shop.text
  }

  /// The certified name of the arbiter whose key the offer names, from the description that was kept when the deal was
  /// opened; `nil` when none of a trusted authority's was.
  func arbiterName(_ record: DealRecord) async throws -> String? {
    let deal = record.opening.deal
    let bundle = try EvidenceBundle(deal: deal, items: try await around.archive.evidence.items(of: deal))
    return bundle.statements(of: .role).lazy.compactMap { statement in
      try? around.roles.verify(statement, role: .arbiter, at: record.opening.opened ?? record.offer.issued).description
    }.first { $0.key == record.offer.arbiter.key }?.organisation.text
  }
}
