public import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperExchange
public import SemperModel
import SemperTrustedUI

extension BuyerDeals {
  /// Proposes to the seller how an open deal ends without its arbiter, after the person has said yes, and runs the deal until
  /// it has ended or the proposal has come to nothing. May be cancelled; the proposal stands, and `run` follows it.
  ///
  /// - Parameter within: how long the seller may agree.
  ///
  /// Throws `WalletError` when there is nothing to settle now, or when the person says no.
  public func settle(_ deal: ID<Deal>, as wish: SettlementWish, within: Span) async throws -> DealMachine {
    let machine = try await restored(deal)
    guard let record = machine.record else { throw WalletError(.notFound, .errorDeal) }
    guard let exchange = machine.exchange, exchange.maySettle else {
      throw WalletError(.notPossible, .errorSettleNothing)
    }
    guard exchange.settlementProposal == nil else { throw WalletError(.notPossible, .errorSettleOpen) }
    let until = await around.time.now().advanced(by: within)
    let plan = wish.plan(for: exchange.side, until: until)
    guard exchange.mayPropose(plan) else { throw WalletError(.notPossible, .errorSettleNothing) }
    try SettlementCheck.check(plan, by: exchange.side.role, in: exchange.side.terms, items: exchange.side.items)
    let agreement = plan.agreement(on: exchange.side.terms.id)
    let dialog = SettlementDialog(
      offer: record.offer, wish: wish, seller: sellerName(record), until: until,
      texts: WalletTexts.of(around.display.language))
    let answer = try await around.display.ask(dialog.dialog(about: agreement))
    guard answer.isYes, answer.subject == agreement else { throw WalletError(.notPossible, .errorSettleNo) }
    return try await follow(try await driver(of: record), with: .exchange(.settlement(.wanted(plan))))
  }

  /// Runs the deal with this event until its end, or until nothing is proposed any more.
  private func follow(_ driver: MachineDriver<DealMachine>, with event: DealEvent) async throws -> DealMachine {
    try await withThrowingTaskGroup(of: DealMachine?.self) { group in
      group.addTask { try await driver.run() }
      group.addTask {
        try await driver.submit(event)
        var wasProposed = false
        while true {
          let (machine, revision) = await driver.current
          let isProposed = machine.exchange?.isSettling ?? false
          if wasProposed, !isProposed { return machine.isFinished || machine.exchange?.outcome != nil ? nil : machine }
          wasProposed = wasProposed || isProposed
          try await driver.change(after: revision)
        }
      }
      defer { group.cancelAll() }
      while let machine = try await group.next() {
        if let machine { return machine }
      }
      return await driver.machine
    }
  }
}
