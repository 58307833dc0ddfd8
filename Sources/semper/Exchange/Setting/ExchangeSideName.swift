import SemperExchange

/// Who proposes the exchange and who is invited to it. Which of them opens first the plan says.
enum ExchangeSideName: String, CaseIterable, Sendable {
  case proposer, invited

  init(_ role: ExchangeRole, in cell: FigureCell) {
    self = (role == .originator) == cell.plan.proposerIsOriginator ? .proposer : .invited
  }

  func role(in cell: FigureCell) -> ExchangeRole {
    (self == .proposer) == cell.plan.proposerIsOriginator ? .originator : .responder
  }

  var other: ExchangeSideName { self == .proposer ? .invited : .proposer }
}
