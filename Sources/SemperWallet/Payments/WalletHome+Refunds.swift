import Logging
public import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
public import SemperModel
import SemperPayments
import SemperTrustedUI

// What comes back of payments for bills and in deals.
extension WalletHome {
  /// How long it may take to look for refunds beside other business.
  private static let beside = Span(seconds: 10)

  /// Takes what sellers give back of bills and deals, and goes on with payments that are not over. Tells how all of them stand.
  ///
  /// - Parameters:
  ///   - sale: this bill or deal only.
  ///   - patience: how long to wait for the ends of what has begun.
  public func takeRefunds(of sale: ID<Sale>? = nil, patience: Span) async throws -> TakenRefunds {
    let deadline = await time.now().advanced(by: patience)
    let bills = try await payments.bills.all().filter { sale == nil || $0.bill.id.bytes == sale?.bytes }
    let deals = try await paidDeals(sale)
    guard sale == nil || !bills.isEmpty || !deals.isEmpty else { throw WalletError(.notFound, .errorBillUnpaid) }
    return try await payments.running { manager in
      for bill in bills {
        try await unlessAway(sale == nil) {
          try await payments.begin(bill, by: manager)
          try await payments.hear(bill.agreement, by: manager)
        }
      }
      for deal in deals {
        try await unlessAway(sale == nil) { try await payments.hear(deal.payment?.agreement.digest, by: manager) }
      }
      try await payments.follow(
        try await payments.heard(bills.compactMap(\.agreement) + deals.compactMap(\.payment?.agreement.digest)),
        by: manager, until: deadline)
      return try await standing(bills, deals, manager)
    }
  }

  /// Likewise beside other business, and says what has come back. It holds up nobody for long; what fails or takes longer is tried
  /// again the next time.
  func takeRefundsBeside() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await lookForRefunds() }
      group.addTask { try? await time.wait(until: time.now().advanced(by: Self.beside)) }
      await group.next()
      group.cancelAll()
    }
  }

  private func lookForRefunds() async {
    do {
      let before = try await standing(payments.bills.all(), paidDeals(nil), payments.manager)
      let after = try await takeRefunds(patience: Self.beside)
      let texts = WalletTexts.of(deals.around.display.language)
      for (amount, title, seller) in after.news(since: before) {
        deals.around.display.note(
          texts(
            WalletText.refundCame,
            ["amount": texts.price(amount), "title": HumanText.line(title), "seller": HumanText.line(seller)]))
      }
    } catch is CancellationError {
      // The business beside it is done.
    } catch {
      deals.around.logger.notice("no refunds were looked for", metadata: ["error": "\(error)"])
    }
  }

  /// One seller who is not there keeps nobody from the money of the others.
  private func unlessAway(_ passesOver: Bool, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch is TransportError where passesOver {
      return
    }
  }

  /// The ended deals in which something was paid as the managers had agreed.
  private func paidDeals(_ sale: ID<Sale>?) async throws -> [DealRecord] {
    try await deals.all().filter(\.isFinished).compactMap(\.record).filter {
      $0.payment != nil && (sale == nil || $0.opening.deal.bytes == sale?.bytes)
    }
  }

  private func standing(
    _ bills: [PaidBill], _ deals: [DealRecord], _ manager: PaymentManager
  ) async throws -> TakenRefunds {
    var (standing, repaid): ([BillPayment], [RepaidDeal]) = ([], [])
    for bill in bills {
      if let stands = try await payments.standing(of: bill.bill.id, ifBegunBy: manager) { standing.append(stands) }
    }
    for deal in deals {
      guard let agreement = deal.payment?.agreement.digest,
        let status = try await payments.status(under: agreement, manager), let refunded = status.refunded,
        refunded.minorUnits > 0
      else { continue }
      repaid.append(
        RepaidDeal(deal, seller: self.deals.sellerName(deal), system: status.scheme, refunded: refunded))
    }
    return TakenRefunds(bills: standing, deals: repaid)
  }
}
