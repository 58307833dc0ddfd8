import Logging
import SemperCommunication
import SemperPayments

/// A shop that has been prepared: what it sells, its deals, its goods and its pages.
struct Shop: Sendable {
  let catalogue: Catalogue
  let desk: DealDesk
  let payments: ShopPayments
  let cards: ShopCards?
  let goods: any GoodsDesk
  let pages: ShopPages

  /// Runs the deals and keeps the offers in force until the task is cancelled.
  func run(logger: Logger) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await desk.run() }
      group.addTask { try await catalogue.keep(logger) }
      group.addTask { await payments.manager.run() }
      try await group.next()
      group.cancelAll()
    }
  }
}
