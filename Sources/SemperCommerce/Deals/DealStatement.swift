import SemperModel

/// What the parties of a deal say to each other outside its exchange.
enum DealStatement: StatementSubset {
  case order, contract, choice, deed

  var kind: StatementKind {
    switch self {
    case .order: .order
    case .contract: .contract
    case .choice: .choice
    case .deed: .deed
    }
  }
}
