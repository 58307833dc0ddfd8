public import SemperCoding

/// How fair an exchange is, shown to both before they commit and signed with the terms; never lowered silently.
public enum FairnessLevel: String, Sendable, CaseIterable, Comparable, CanonicalValue {
  /// Strong: when an honest party ends, it has the peer's item or the peer will never have its own.
  case strong = "S"
  /// Strong for a party that can reach the arbiter once in each complaint window.
  case strongWithWindow = "SW"
  /// Compensated: whose item is lost to a cheating peer gets the peer's bond instead.
  case compensated = "C"
  /// Incremental: at most one piece is lost.
  case incremental = "I"
  /// Evidence only: nothing forces the peer, but what each has done can be proved.
  case evidence = "E"

  /// Weaker levels come first.
  public static func < (left: FairnessLevel, right: FairnessLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .evidence: 0
    case .incremental: 1
    case .compensated: 2
    case .strongWithWindow: 3
    case .strong: 4
    }
  }

  /// Whether a run of FX4 gives this level. An incremental exchange is a `PieceMachine`'s; evidence comes from transfers.
  public var isExchange: Bool {
    switch self {
    case .strong, .strongWithWindow, .compensated: true
    case .incremental, .evidence: false
    }
  }
}
