import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperTrustedUI
import SemperWallet

/// How a deal stands towards a settlement, for people or as JSON.
struct SettlementView {
  /// Whether something can be proposed now.
  let isPossible: Bool
  /// What we have proposed, while the seller may agree.
  let proposed: SettlementPlan?
  /// What was agreed and has come about.
  let settled: SettlementPlan?
  private let items: [DescribedItem]

  /// `nil` for a deal that has not come to an exchange.
  init?(_ machine: DealMachine) {
    guard let exchange = machine.exchange else { return nil }
    isPossible = exchange.maySettle && !exchange.isSettling
    proposed = exchange.settlementProposal.flatMap { signed in
      (try? VerifiedStatement<SettlementProposal>(verifying: signed, keys: exchange.side.terms.keys))?.content.plan
    }
    settled = if case .settled(let plan)? = machine.record?.outcome { plan } else { nil }
    items = exchange.side.items
  }

  var json: JSON {
    .fields(["possible": isPossible.json, "proposed": proposed?.json, "settled": settled?.json])
  }

  func lines(_ texts: Texts) -> [String] {
    if let settled { return [texts(WalletText.settleSettled)] + lines(of: settled, texts) }
    if let proposed {
      return [texts(WalletText.settleProposed, ["time": proposed.until.description])] + lines(of: proposed, texts)
    }
    return [texts(isPossible ? WalletText.settlePossible : .settleNothing)]
  }

  private func lines(of plan: SettlementPlan, _ texts: Texts) -> [String] {
    zip(items, plan.fates).map { item, fate in
      let name = ["item": HumanText.line(item.path)]
      switch fate {
      case .given: return "  " + texts(WalletText.settleItemGiven, name)
      case .void: return "  " + texts(WalletText.settleItemVoid, name)
      case .paid(let paid):
        return "  " + texts(WalletText.settleItemPaid, name.merging(["paid": texts.price(paid)]) { old, _ in old })
      }
    }
  }
}
