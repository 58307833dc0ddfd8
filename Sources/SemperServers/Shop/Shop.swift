import Logging
import SemperCommunication
import SemperPayments

/// A shop that has been prepared: what it sells, its deals, its goods and its pages.
struct Shop: Sendable {
  let catalogue: Catalogue
  let desk: DealDesk
  let till: ShopTill
  let cards: ShopCards?
  let goods: any GoodsDesk
  let pages: ShopPages
  /// Where it has a module of its own.
  let takings: Takings?
  /// What evaluators say of its terms, where it was told.
  let evidence: EvidenceFiles?

  var bills: ShopBills { till.bills }
  var payments: ShopPayments { till.bills.payments }

  /// Runs the deals and keeps the offers in force until the task is cancelled.
  func run(logger: Logger) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await desk.run() }
      group.addTask { try await catalogue.keep(logger) }
      group.addTask {
        _ = try await payments.manager.recover()
        await payments.manager.run()
      }
      if let takings { group.addTask { try await takings.run() } }
      try await group.next()
      group.cancelAll()
    }
  }
}
