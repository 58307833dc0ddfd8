public import SemperExchange

/// A cell with what its two sides give. Every cell is there with its usual items, and some with other classes.
public struct CellCase: Sendable, CustomStringConvertible {
  public let cell: FigureCell
  public let proposer: [Ware]
  public let invited: [Ware]
  public let wish: PlanWish

  /// - Parameter wish: what both want of the plan; without one, what the cell usually wants.
  public init(_ cell: FigureCell, _ proposer: [Ware], _ invited: [Ware], _ wish: PlanWish? = nil) {
    self.cell = cell
    self.proposer = proposer
    self.invited = invited
    self.wish = wish ?? cell.wish
  }

  public var description: String {
    "\(cell.rawValue): \(proposer.map(\.rawValue).joined(separator: "+")) for "
      + invited.map(\.rawValue).joined(separator: "+")
  }

  /// Every cell that is an exchange, and every class of items that can be exchanged.
  public static let all = [
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
