import SemperModel

// A cell's usual items and what the planner makes of them.
extension FigureCell {
  /// The classes of what the side that proposes usually gives.
  public var proposer: [ItemClass] {
    switch self {
    case .payment, .paymentWithReceipt, .fairPurchase, .moneyExchange: [.lock]
    case .certificateTransfer, .contractSigning: [.statement]
    case .informationTransfer, .informationExchangeWithBond: [.data]
    case .informationExchangeByPieces: [.data, .data, .data, .data]
    case .conditionalAccess: [.revocable]
    case .informationExchange: [.checkedData]
    case .certifiedMail: [.mail]
    case .mixed: [.lock, .statement]
    }
  }

  /// The classes of what the side that is asked usually gives.
  public var invited: [ItemClass] {
    switch self {
    case .payment, .certificateTransfer, .informationTransfer: []
    case .paymentWithReceipt, .contractSigning, .certifiedMail: [.statement]
    case .fairPurchase, .conditionalAccess: [.data]
    case .moneyExchange: [.lock]
    case .informationExchange: [.checkedData]
    case .informationExchangeWithBond: [.data, .lock]
    case .informationExchangeByPieces: [.data, .data, .data, .data]
    case .mixed: [.statement, .data]
    }
  }

  /// What the parties of this cell must wish for: as much fairness as its items allow.
  public var wish: PlanWish {
    switch self {
    case .payment, .certificateTransfer, .informationTransfer: PlanWish(atLeast: .evidence)
    case .informationExchangeWithBond: PlanWish(atLeast: .compensated, offersBond: true)
    case .informationExchangeByPieces: PlanWish(atLeast: .incremental, hasPieces: true)
    case .paymentWithReceipt, .fairPurchase, .moneyExchange, .conditionalAccess, .contractSigning,
      .informationExchange, .certifiedMail, .mixed:
      PlanWish()
    }
  }

  /// Who opens first, how, and how fair that is, for the usual items.
  public var plan: Plan {
    do {
      return try Planner.plan(proposer: proposer, invited: invited, wish: wish)
    } catch {
      preconditionFailure("a cell of the figure can be planned: \(error)")
    }
  }

  /// Whether one side only takes, so that nothing can be unfair.
  public var isTransfer: Bool { plan.level == .evidence }
}
