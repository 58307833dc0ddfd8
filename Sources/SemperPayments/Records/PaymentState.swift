public import SemperCoding

/// How an operation stands. The same for every payment system and both sides.
///
///     journaled → committed → settled | held
///         ↘ cancelled  ↘ inDoubt → settled | held | failed
///         ↘ failed
public enum PaymentState: String, Sendable, CaseIterable, CanonicalValue {
  /// Durable; nothing has happened outside. It can be cancelled for sure.
  case journaled
  /// Money may have moved.
  case committed
  /// Money may have moved and nobody answers. Only the provider's answer leads out.
  case inDoubt = "in-doubt"
  /// The money is promised to the payee.
  case held
  case settled
  /// We or the other side wanted it so before anything was committed.
  case cancelled
  case failed

  /// Whether the operation itself is over.
  public var isOver: Bool {
    switch self {
    case .journaled, .committed, .inDoubt: false
    case .held, .settled, .cancelled, .failed: true
    }
  }
}
