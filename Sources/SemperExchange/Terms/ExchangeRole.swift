public import SemperCoding

/// The two sides of a fair exchange. Which party is which is computed by the planner, never chosen: the responder must
/// be the side whose items the arbiter can surely deliver.
public enum ExchangeRole: String, Sendable, CaseIterable, CanonicalValue {
  case originator, responder

  public var peer: ExchangeRole {
    switch self {
    case .originator: .responder
    case .responder: .originator
    }
  }
}
