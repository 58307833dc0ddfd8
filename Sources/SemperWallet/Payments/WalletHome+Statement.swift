public import SemperCommerce
import SemperEngine
public import SemperModel
import SemperPayments

extension WalletHome {
  /// What has moved on the account of a payment system, or in its purse, between two moments where they are given, oldest first; each with
  /// the bill or deal that this wallet paid by it. The bank, which is asked for the account, hears of none.
  ///
  /// Throws `WalletError` for a system that there is no purse for.
  public func statement(
    of system: String, from: Timestamp? = nil, until: Timestamp? = nil
  ) async throws -> [AccountMovement] {
    let manager = payments.manager
    // Refused by name where there is no such purse.
    _ = try payments.preferences(paying: system)
    guard let purse = manager.purses.first(where: { $0.scheme.name == system }) else { return [] }
    let now = await time.now()
    let lines = try await manager.statement(
      of: purse.id, from: from ?? Timestamp(seconds: 0), until: until ?? now)
    let sales = try await lines.contains { !$0.payments.isEmpty } ? sales() : [:]
    return lines.map { AccountMovement($0, in: purse.currency, for: sales) }
  }

  /// What was agreed on, and for which bill or deal.
  private func sales() async throws -> [Digest: PaidSale.Subject] {
    var sales: [Digest: PaidSale.Subject] = [:]
    for paid in try await payments.bills.all() {
      guard let agreement = paid.agreement else { continue }
      sales[agreement] = .bill(paid.bill.id, title: paid.bill.title.text)
    }
    for record in try await deals.all().compactMap(\.record) {
      guard let agreement = record.payment?.agreement.digest else { continue }
      sales[agreement] = .deal(record.opening.deal, title: record.offer.title.text)
    }
    return sales
  }
}
