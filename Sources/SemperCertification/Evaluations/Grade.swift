public import SemperCoding

/// What an evaluator says about a service in one word. `<` means worse.
public enum Grade: String, Sendable, CaseIterable, Comparable, CanonicalValue {
  /// A customer is treated fairly whatever happens.
  case fair
  /// Fair for who heeds the remarks.
  case cautions
  /// Not to be used.
  case unfair

  public static func < (left: Grade, right: Grade) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .fair: 2
    case .cautions: 1
    case .unfair: 0
    }
  }
}
