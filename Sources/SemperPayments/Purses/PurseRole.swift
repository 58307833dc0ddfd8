public import SemperCoding

/// What a purse is for. A purse that only receives is a till.
public enum PurseRole: String, Sendable, CaseIterable, CanonicalValue {
  case pay, receive, both

  public var pays: Bool {
    switch self {
    case .pay, .both: true
    case .receive: false
    }
  }

  public var receives: Bool {
    switch self {
    case .receive, .both: true
    case .pay: false
    }
  }
}
