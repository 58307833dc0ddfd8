import SemperExchange

/// Who proposes the exchange and who is invited to it. Which of them opens first the plan says.
enum ExchangeSideName: String, CaseIterable, Sendable {
  case proposer, invited

  init(_ role: ExchangeRole, in cell: CellSetup) {
    self = (role == .originator) == cell.plan.proposerIsOriginator ? .proposer : .invited
  }

  func role(in cell: CellSetup) -> ExchangeRole {
    (self == .proposer) == cell.plan.proposerIsOriginator ? .originator : .responder
  }

  var other: ExchangeSideName { self == .proposer ? .invited : .proposer }
}
