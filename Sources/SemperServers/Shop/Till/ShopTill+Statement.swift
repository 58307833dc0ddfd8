import SemperCommerce
import SemperEngine
import SemperModel
import SemperPayments

extension ShopTill {
  /// What has moved on the account of a payment system, each with the bill or deal that brought it. Only the shop knows that; the bank
  /// is asked for the account.
  func statement(of system: String, from: Timestamp?, until: Timestamp?) async throws -> [AccountMovement] {
    let (purse, payments) = (try till(system), bills.payments)
    let now = await payments.time.now()
    let lines = try await payments.manager.statement(
      of: purse.id, from: from ?? Timestamp(seconds: 0), until: until ?? now)
    let sales = try await lines.contains { !$0.payments.isEmpty } ? sales() : [:]
    return lines.map { AccountMovement($0, in: purse.currency, for: sales) }
  }

  /// What was agreed on, and for which bill or deal: those that have ended, and those that run.
  private func sales() async throws -> [Digest: PaidSale.Subject] {
    var sales: [Digest: PaidSale.Subject] = [:]
    for (agreement, bill) in try await bills.agreed() { sales[agreement] = .bill(bill.id, title: bill.title.text) }
    for sold in try await SoldDeal.all(bills.records) {
      if let agreement = sold.agreement { sales[agreement] = .deal(sold.deal, title: sold.title) }
    }
    for deal in desk.places.running {
      guard let record = await deal.driver.machine.record, let agreement = record.payment?.agreement.digest else {
        continue
      }
      sales[agreement] = .deal(record.opening.deal, title: record.offer.title.text)
    }
    return sales
  }
}
