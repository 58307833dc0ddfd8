import SemperExchange
import Testing

/// A cell with what its two sides give. Every cell is there with its usual items, and some with other classes.
struct CellCase: Sendable, CustomTestStringConvertible {
  let cell: FigureCell
  let proposer: [Ware]
  let invited: [Ware]
  let wish: PlanWish

  init(_ cell: FigureCell, _ proposer: [Ware], _ invited: [Ware], _ wish: PlanWish? = nil) {
    self.cell = cell
    self.proposer = proposer
    self.invited = invited
    self.wish = wish ?? cell.wish
  }

  var testDescription: String {
    "\(cell.rawValue): \(proposer.map(\.rawValue).joined(separator: "+")) for "
      + invited.map(\.rawValue).joined(separator: "+")
  }

  static let all = [
    CellCase(.paymentWithReceipt, [.money], [.receipt]),
    CellCase(.paymentWithReceipt, [.money], [.certificate]),
    CellCase(.paymentWithReceipt, [.reversible], [.receipt]),
    CellCase(.fairPurchase, [.money], [.large]),
    CellCase(.fairPurchase, [.money], [.small]),
    CellCase(.moneyExchange, [.money], [.money]),
    CellCase(.conditionalAccess, [.credential], [.large]),
    CellCase(.conditionalAccess, [.certificate], [.small]),
    CellCase(.contractSigning, [.receipt], [.receipt]),
    CellCase(.contractSigning, [.credential], [.certificate]),
    CellCase(.informationExchange, [.small], [.small]),
    CellCase(.informationExchange, [.large], [.small]),
    CellCase(.informationExchange, [.mail], [.small]),
    CellCase(.informationExchangeWithBond, [.large], [.large, .bond]),
    CellCase(.certifiedMail, [.mail], [.receipt]),
    CellCase(.mixed, [.money, .receipt], [.receipt, .large]),
    CellCase(.mixed, [.small, .credential], [.small]),
    CellCase(
      .mixed, [.large, .money], [.large, .bond], PlanWish(atLeast: .compensated, offersBond: true)),
    CellCase(.mixed, [.mail, .money], [.small, .credential]),
  ]
}
