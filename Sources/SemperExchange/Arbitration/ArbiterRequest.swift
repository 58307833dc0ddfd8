import SemperModel

/// What an arbiter can be asked for.
enum ArbiterRequest: StatementSubset {
  case abort, resolve, complain, accept, query

  var kind: StatementKind {
    switch self {
    case .abort: .abort
    case .resolve: .resolve
    case .complain: .complain
    case .accept: .accept
    case .query: .query
    }
  }
}
